/** What tells a text of a language from the same bytes in another encoding. */
export interface Alphabet {
  /** Letters beyond ASCII that its words are written with, small ones. */
  readonly letters: RegExp;
  /** The commonest letters, where the whole script is in one block, so that any wrong reading would have its letters. */
  readonly common?: { readonly letters: RegExp; readonly share: number };
  /** What a fit counts; below 1 for an alphabet that fits many texts of others. */
  readonly weight?: number;
}

const latin = (letters: string, weight = 1): Alphabet => ({ letters: new RegExp(`[${letters}]`), weight });
const script = (letters: string, common: string, share: number): Alphabet => ({
  letters: new RegExp(`[${letters}]`),
  common: { letters: new RegExp(`[${common}]`), share },
});

const western: readonly Alphabet[] = [
  latin("äöüß"), // German
  latin("àâæçéèêëîïôœùûüÿ"), // French
  latin("áéíñóúü"), // Spanish
  latin("áâãàçéêíóôõúü"), // Portuguese
  latin("àèéìíîòóùú"), // Italian
  latin("àçèéíïòóúü"), // Catalan
  latin("áéèëïóöüú"), // Dutch
  latin("åäöé"), // Swedish, Finnish
  latin("æøåéóò"), // Danish, Norwegian
  latin("äöõüšž", 0.95), // Estonian
  latin("áðéíóúýþæö", 0.95), // Icelandic: Turkish bytes have its letters
  latin("àáâãäåæçèéêëìíîïðñòóôõöøœßšžùúûüýþÿƒ", 0.8), // names of many languages
];
const centralEuropean: readonly Alphabet[] = [
  latin("áčďéěíňóřšťúůýž"), // Czech
  latin("áäčďéíĺľňóôŕšťúýž"), // Slovak
  latin("ąćęłńóśźż"), // Polish
  latin("áéíóöőúüű"), // Hungarian
  latin("ćčđšž"), // Croatian, Slovenian
  latin("ăâîşţ"), // Romanian
];
const turkish: readonly Alphabet[] = [latin("çğıöşüâîû")];
const baltic: readonly Alphabet[] = [latin("ąčęėįšųūž"), latin("āčēģīķļņšūž"), latin("äöõüšž")];
const russian = script("а-яё", "оеаинтсрвл", 0.55);
const cyrillic: readonly Alphabet[] = [
  russian,
  script("абвгґдеєжзиіїйклмнопрстуфхцчшщьюя", "оаинветірс", 0.55),
  script("абвгдђежзијклљмнњопрстћуфхцчџш", "аоиенрсјту", 0.55),
];
const greek: readonly Alphabet[] = [script("α-ωάέήίϊΐόύϋΰώς", "αοιετσνηυρςά", 0.6)];
const hebrew: readonly Alphabet[] = [script("א-ת", "יוהלאתרמבש", 0.6)];
const arabic: readonly Alphabet[] = [script("\u0621-\u0652پچژگ", "ايلمونرتبةدإعس", 0.6)];
const thai: readonly Alphabet[] = [script("ก-๛", "านรอกเงมยลวดทสตะ่้็ัีิ", 0.55)];
const japanese: readonly Alphabet[] = [script("ぁ-ヿ一-鿿々ー", "ぁ-ヿー", 0.25)];
const korean: readonly Alphabet[] = [script("가-힣", "가-힣", 0.9)];
const simplified: readonly Alphabet[] = [
  script(
    "一-鿿",
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心本前开但因只从想实日者意无力它与长把机十第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应向头文体美相见利什二等产或新己制身果加月话合回特代内信表化给位次度门任常先教及比员解水名真论处入几口认条平系题更别打变四总何电数安报才结反受目量再建务做接必件计管期市直指金请选择击保存按钮设置登录密码账户页户完操",
    0.3,
  ),
];
const traditional: readonly Alphabet[] = [
  script(
    "一-鿿",
    "的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年過發後作裡用道行所然家種事成方多經麼去法學如都同現當沒動面起看定天分還進好小部其些主樣理心本前開但因只從想實日者意無力它與長把機十第公此已工使情明性知全三又關點正業外將兩高間由問很最重並物手應向頭文體美相見利什二等產或新己制身果加月話合回特代內信表化給位次度門任常先教及比員解水名真論處入幾口認條平系題更別打變四總何電數安報才結反受目量再建務做接必件計管期市直指金請選擇擊保儲存按鈕設定登錄密碼帳戶頁啟完操",
    0.3,
  ),
];

/** What the fit counts of encodings that few files have today. */
const RARE = 0.9;

/** Encodings of texts without a declaration, by their labels in the standard; the earlier counts where two fit alike. */
export const encodings: readonly (readonly [
  label: string,
  alphabets: readonly Alphabet[],
  weight?: number,
])[] = [
  ["windows-1252", western],
  ["windows-1250", centralEuropean],
  ["iso-8859-2", centralEuropean],
  ["windows-1254", turkish],
  ["windows-1257", baltic],
  ["shift_jis", japanese],
  ["euc-jp", japanese],
  ["euc-kr", korean],
  ["gb18030", simplified],
  ["big5", traditional],
  ["windows-1251", cyrillic],
  ["koi8-r", [russian]],
  ["koi8-u", cyrillic],
  ["iso-8859-5", cyrillic, RARE],
  ["ibm866", cyrillic, RARE],
  ["x-mac-cyrillic", cyrillic, RARE],
  ["windows-1253", greek],
  ["iso-8859-7", greek],
  ["windows-1255", hebrew],
  ["windows-1256", arabic],
  ["iso-8859-6", arabic, RARE],
  ["windows-874", thai],
  ["macintosh", western, RARE],
  ["iso-8859-15", western, RARE],
];

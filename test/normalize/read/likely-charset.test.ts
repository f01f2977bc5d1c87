import { describe, expect, test } from "vitest";
import { decodeAs } from "../../../src/html/charset.ts";
import { likelyCharset } from "../../../src/html/likely-charset.ts";
import { normalizeDocument } from "../../../src/normalize/pipeline.ts";
import { decodeBody } from "../../../src/normalize/read/encoding.ts";

/** Bytes of a text in an encoding of one byte or two: what the decoder makes of all of them, turned round. */
function encoded(text: string, label: string): Uint8Array {
  const table = new Map<string, readonly number[]>();
  const learn = (bytes: readonly number[]) => {
    const sign = decodeAs(Uint8Array.from(bytes), label) ?? "";
    if ([...sign].length === 1 && !table.has(sign)) table.set(sign, bytes);
  };
  for (let one = 0; one < 256; one += 1) learn([one]);
  if (/jis|euc|gb|big5/.test(label))
    for (let one = 0x81; one < 0xff; one += 1) for (let two = 0x40; two < 0xff; two += 1) learn([one, two]);
  return Uint8Array.from([...text].flatMap((sign) => table.get(sign) ?? [0x3f]));
}

const czech = "Nastavení účtu najdete v nabídce „Účet“ – klikněte na tlačítko Uložit.";
const polish = "Aby zresetować hasło, kliknij przycisk Ustawienia i wybierz opcję Zmień hasło.";
const russian = "Чтобы сбросить пароль, откройте настройки и нажмите «Сохранить».";
const greek = "Για να αλλάξετε τον κωδικό, ανοίξτε τις ρυθμίσεις και πατήστε «Αποθήκευση».";
const french = "Ouvrez les paramètres : c’est l’étape la plus simple, dit-il à l’élève.";

describe("tells the encoding of a text that declares none", () => {
  test.each<[label: string, text: string]>([
    ["windows-1250", czech],
    ["windows-1250", polish],
    ["iso-8859-2", polish],
    ["windows-1250", "A jelszó módosításához kattintson a Beállítások gombra, majd adja meg az űrlapot."],
    ["windows-1250", "Kliknite na gumb Spremi i pričekajte završetak: sve će biti spremljeno."],
    ["windows-1251", russian],
    ["koi8-r", russian.replace(/[«»]/g, '"')],
    ["ibm866", russian.replace(/[«»]/g, '"')],
    ["iso-8859-5", russian.replace(/[«»]/g, '"')],
    ["windows-1251", "Щоб скинути пароль, відкрийте налаштування і натисніть кнопку «Зберегти»."],
    ["windows-1253", greek],
    ["windows-1254", "Şifreyi sıfırlamak için ayarları açın ve Kaydet düğmesine tıklayın."],
    ["windows-1255", "כדי לאפס את הסיסמה, פתח את ההגדרות ולחץ על שמור."],
    ["windows-1256", "لإعادة تعيين كلمة المرور، افتح الإعدادات واضغط على زر حفظ."],
    ["windows-1257", "Norėdami nustatyti slaptažodį, spustelėkite mygtuką Išsaugoti."],
    ["windows-874", "หากต้องการรีเซ็ตรหัสผ่าน ให้เปิดการตั้งค่าแล้วคลิกบันทึก"],
    ["macintosh", french],
    ["windows-1252", french],
    ["windows-1252", "Für größere Maße öffnen Sie die Übersicht – „Speichern“ kostet 5 €."],
    ["windows-1252", "La contraseña caducó: pulse «Añadir» y espere un año más."],
    ["windows-1252", "Lykilorðið þitt er útrunnið: veldu nýtt lykilorð á síðunni og vistaðu það."],
    ["windows-1252", "It’s €5 – not more…"],
    ["windows-1252", "Thanks to José, Zoë, Søren, Jürgen and Françoise"],
    ["iso-8859-15", "La mise à jour coûte 5 € à l'élève, œuvres comprises."],
    ["gb18030", "要重置密码，请打开设置并点击保存按钮。"],
    ["big5", "要重設密碼，請開啟設定並點選儲存按鈕。"],
    ["euc-kr", "비밀번호를 재설정하려면 설정을 열고 저장 버튼을 클릭하십시오."],
    ["euc-jp", "パスワードをリセットするには、設定を開いて保存ボタンを押します。"],
    ["shift_jis", "パスワードをリセットするには、設定を開いて保存ボタンを押します。"],
  ])("%s: %s", (label, text) => {
    const body = encoded(`# Guide\n\n${text}\n`, label);
    expect(decodeBody({ body, mediaType: "text/markdown", name: "guide.md" }).text).toContain(text);
  });

  test.each(["gb18030", "big5"])("of a line without spaces that is longer than a sample: %s", (label) => {
    const sentence =
      label === "big5" ? "要重設密碼，請開啟設定並點選儲存。" : "要重置密码，请打开设置并点击保存。";
    expect(likelyCharset(encoded(`a${sentence.repeat(2500)}`, label))).toBe(label);
    expect(likelyCharset(encoded(`${`${sentence}1+1`.repeat(2500)}`, label))).toBe(label);
  });

  test("from two words in a text of ASCII", () => {
    const text = `Save what you did, then sign in again. Written by Jiří Dvořák.`;
    expect(likelyCharset(encoded(text, "windows-1250"))).toBe("windows-1250");
  });
});

test.each(["utf-16le", "utf-16be"])("reads %s without a byte order mark", (label) => {
  const little = Buffer.from("# Guide\n\nIt’s easy.", "utf16le");
  const body = label === "utf-16le" ? little : Buffer.from(little).swap16();
  expect(decodeBody({ body, mediaType: "text/plain", name: "n" })).toEqual({
    text: "# Guide\n\nIt’s easy.",
    warnings: [],
  });
});

test("refuses a text that no encoding of the standard makes words of", async () => {
  // "Für größere Maße öffnen" in code page 850.
  const body = Buffer.from("F\x81r gr\x94\xe1ere Ma\xe1e \x94ffnen Sie die \x9abersicht.", "latin1");
  await expect(normalizeDocument({ body, mediaType: "text/markdown", name: "a.md" })).rejects.toMatchObject({
    message: "The text is not valid UTF-8, and no other encoding makes words of it. Nothing of it is sent.",
    hint: expect.stringContaining("UTF-8"),
  });
});

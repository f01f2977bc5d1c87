/**
 * What sites write around a text in other languages than English, by its kind: sources of regular expressions for a whole
 * line, compared without case. As in English, words alone decide nothing, and what authors write above lists of their own
 * ("Siehe auch", "Weitere Informationen", "Pour aller plus loin") is not among them.
 */
type Words = Readonly<Record<string, readonly string[]>>;

const every = (words: Words): string => Object.values(words).flat().join("|");

/** Above lists of other pages. */
export const furtherPagesAbroad = every({
  de: [
    "(?:auch|noch|ebenfalls) (?:interessant|lesenswert)",
    "(?:das|dieses thema|das thema) (?:könnte|dürfte) (?:sie|dich|euch)(?: (?:auch|ebenfalls))? interessieren",
    "mehr (?:zum|zu|zur|zu diesem|über|aus|von|vom) .{2,40}",
    "(?:weitere|andere|ähnliche|verwandte|aktuelle|neueste|neue|letzte|beliebte|empfohlene|passende|meistgelesene|meistdiskutierte|kommentierte) (?:artikel|beiträge|meldungen|nachrichten|themen|news|berichte|storys|videos|posts|produkte|rezepte|fragen)(?: .{2,30})?",
    "empfehlungen(?: (?:aus|der|für) .{2,25})?|meistgelesen(?:e)?|top-?themen|zum thema|themen im artikel",
    "lesen sie (?:auch|mehr|weiter)|lies auch|weiterlesen|lesetipps?|auch auf \\S{3,30}|sie lesen gerne? .{2,30}",
  ],
  fr: [
    "(?:à|a) (?:lire|voir|découvrir)(?: aussi| également| sur .{2,30})?|lire (?:aussi|également|la suite|plus)",
    "articles? (?:similaires?|liés?|connexes?|associés?|récents?|populaires?|recommandés?)",
    "(?:sur le|dans la|du|dans le) même (?:sujet|thème|rubrique|catégorie)",
    "vous (?:aimerez|pourriez|devriez)(?: (?:aussi|également))?(?: (?:aimer|apprécier|être intéressée?s?))?.{0,15}",
    "plus (?:sur|d.articles) .{2,40}|les plus (?:lus|récents|populaires|partagés|commentés)|recommandée?s? pour vous|contenus? (?:similaires?|liés?)",
    "(?:nos |les )?derni(?:ers|ères) (?:articles|actualités|nouvelles|infos|publications)",
  ],
  es: [
    "(?:artículos|noticias|notas|entradas|temas|contenidos?|publicaciones|productos) (?:relacionad[oa]s?|similares|recientes|destacad[oa]s|populares|recomendad[oa]s)(?: .{2,30})?",
    "(?:también )?(?:te|le|os) (?:puede|podría|pueden|podrían)(?: también)? (?:interesar|gustar)(?: también)?",
    "(?:lo )?más (?:leíd[oa]s?|vist[oa]s?|recientes?|noticias)|lo último|últimas noticias|últimos artículos",
    "más (?:de|sobre|en) .{2,40}|(?:lea|lee|mira|vea) (?:también|además|más)|leer más|puedes (?:ver|leer)|te recomendamos|recomendad[oa]s(?: para ti)?",
  ],
  pt: [
    "(?:artigos|notícias|matérias|posts|conteúdos?|temas|produtos) (?:relacionad[oa]s|semelhantes|recentes|populares|recomendad[oa]s)",
    "mais (?:de|sobre|em) .{2,40}|(?:veja|leia) (?:também|mais)|mais lid[oa]s|últimas notícias|recomendad[oa]s para você",
    "você (?:também )?pode(?:rá)?(?: também)? (?:gostar|se interessar).{0,10}",
  ],
  it: [
    "(?:articoli|notizie|contenuti|post|prodotti|argomenti) (?:correlati|simili|recenti|popolari|consigliati)",
    "(?:leggi|vedi|guarda) anche|i più (?:letti|visti)|ultim[ei] (?:notizie|articoli)|consigliati per te",
    "(?:ti )?potrebber?o?(?: anche)? interessart?i.{0,10}",
  ],
  nl: [
    "(?:gerelateerde|vergelijkbare|recente|populaire|andere|meer|aanbevolen|laatste) (?:artikelen|berichten|producten|onderwerpen|nieuws)",
    "lees (?:ook|meer|verder)|ook interessant|meest gelezen|misschien vind je dit ook .{2,20}|meer over .{2,40}",
  ],
  sv: ["(?:relaterade|liknande|senaste|populära) (?:artiklar|inlägg|nyheter)|läs (?:också|även|mer)"],
  pl: [
    "(?:podobne|powiązane|polecane|ostatnie|popularne) (?:artykuły|wpisy)|(?:czytaj|zobacz) (?:także|też|również|więcej)",
  ],
  ru: [
    "(?:похожие|другие|последние|популярные|связанные|рекомендуемые) (?:статьи|записи|материалы|новости)|читайте также",
  ],
  ja: ["関連(?:記事|コンテンツ|する記事)|おすすめ(?:の?記事)?|人気記事|最新記事|あわせて読みたい"],
  zh: ["相关(?:文章|阅读|推荐|新闻)|推荐阅读|热门文章|最新文章|猜你喜欢"],
});

/** Above what readers add. */
export const commentsAbroad = every({
  de: [
    "(?:(?:\\d+|keine|ein) )?(?:kommentare?|antworten|leserkommentare)(?: ?[([]?\\d+[)\\]]?)?(?: insgesamt)?:?",
    "(?:\\d+|ein) (?:antworten?|kommentare?|gedanken?) (?:zu|auf|zum)\\b.*|diskutieren sie mit|ihre meinung|bisher keine kommentare",
  ],
  fr: [
    "(?:(?:\\d+|aucun|les|vos) )?(?:commentaires?|réactions?)(?: ?[([]?\\d+[)\\]]?)?|réagir(?: à cet article)?",
    "\\d+ (?:commentaires?|réponses?|réflexions?) (?:sur|à)\\b.*",
  ],
  es: [
    "(?:(?:\\d+|sin|los) )?comentarios?(?: ?[([]?\\d+[)\\]]?)?|\\d+ (?:comentarios?|respuestas?) (?:en|sobre|a)\\b.*",
  ],
  pt: ["(?:\\d+ )?comentários?(?: ?[([]?\\d+[)\\]]?)?"],
  it: ["(?:\\d+ )?comment[io](?: ?[([]?\\d+[)\\]]?)?"],
  nl: ["(?:\\d+ )?reacties?(?: ?[([]?\\d+[)\\]]?)?"],
  ja: ["コメント(?:一覧)?(?: ?[([（]\\d+[)\\]）])?"],
});

/** The same where nothing else is meant: a form for a comment, and who wrote the text. */
export const unmistakableAbroad = every({
  de: [
    "(?:schreiben?(?: sie)?|hinterlassen?(?: sie)?|verfassen?(?: sie)?) (?:jetzt |hier )?(?:einen|deinen|ihren|eine) (?:kommentar|antwort)\\b.{0,30}",
    "(?:einen )?kommentar (?:schreiben|hinterlassen|verfassen|abgeben)|antwort (?:schreiben|hinterlassen)",
    "über (?:den|die) autor(?:in|en|innen)?",
  ],
  fr: [
    "(?:laisser|laissez|ajouter|ajoutez|poster|écrire) (?:un|une|votre) (?:commentaire|réponse|avis)\\b.{0,30}",
    "à propos (?:de l.auteure?|des auteurs)",
  ],
  es: [
    "(?:deja|dejá|dejar|escribe|escribir|añade|añadir|agrega|agregar|publica|publicar) (?:un|una|tu|su) (?:comentario|respuesta)\\b.{0,30}",
    "sobre (?:el|la|los|las) autora?(?:e?s)?",
  ],
  pt: ["deixe (?:um|uma|seu|sua) (?:comentário|resposta)\\b.{0,30}|sobre [oa]s? autora?(?:es)?"],
  it: ["lascia (?:un|una|il tuo) (?:commento|risposta)\\b.{0,30}|(?:sull.|l.)autore"],
  nl: ["(?:laat|plaats|geef|schrijf) een (?:reactie|antwoord)\\b.{0,30}|over de auteurs?"],
});

/** Lines that only a page's tools print. */
export const toolSentencesAbroad = every({
  de: [
    "(?:diese[nrs]? |den |die )?(?:artikel|beitrag|seite|inhalt|meldung|rezept) (?:teilen|drucken|empfehlen|weiterempfehlen|merken|bewerten|kommentieren)(?: (?:auf|mit|via|per) .{2,20})?",
    "(?:auf|per|via|mit) (?:facebook|twitter|whatsapp|linkedin|xing|e-?mail|pinterest|telegram) (?:teilen|weiterleiten|empfehlen)|teilen (?:auf|mit|via|per) .{2,20}",
    "(?:diese )?seite (?:auf github )?bearbeiten|auf github (?:bearbeiten|ansehen|anzeigen)",
    "(?:auf dieser seite|in diesem (?:artikel|abschnitt|beitrag)|auf einen blick|inhaltsverzeichnis)",
    "(?:zum|direkt zum) (?:haupt)?inhalt(?: (?:springen|wechseln))?|zur navigation springen",
    "zurück (?:nach oben|zum (?:anfang|seitenanfang)|zur (?:übersicht|startseite|listenansicht|liste|vorherigen seite|suche))|zum seitenanfang|nach oben",
    "(?:zuletzt|das letzte mal) (?:aktualisiert|geändert|bearbeitet)(?: am| von| um)?:? .{1,60}|(?:letzte|stand der letzten) (?:aktualisierung|änderung|bearbeitung)(?: am)?:? .{1,60}",
    "war (?:dieser|der|dieses|diese) (?:artikel|beitrag|inhalt|seite|information)(?: für (?:sie|dich))? (?:hilfreich|nützlich|interessant)\\??(?: ?(?:ja|nein))*",
    "(?:die )?kommentare sind (?:geschlossen|deaktiviert)\\.?|(?:jetzt|hier) kommentieren|(?:es gibt )?(?:noch |bisher )?keine kommentare\\.?|kommentar (?:verfassen|hinzufügen|schreiben|abgeben)|(?:jetzt|weiter)?\\s?teilen!?|(?:möchten sie )?(?:den|diesen) artikel teilen\\?",
    "(?:empfohlener (?:redaktioneller|externer)|externer) inhalt|(?:inhalt|video|karte|beitrag) (?:laden|anzeigen|entsperren)|ich bin (?:damit )?einverstanden, dass mir externe inhalte .{0,60}|mit dem laden .{2,30} akzeptieren sie die datenschutzerklärung .{0,60}",
    "(?:schreib|hinterlass)e? (?:jetzt )?(?:einen|deinen|den ersten) kommentar|[-–*\\s]*(?:anzeige|werbung)[-–*:\\s]*",
  ],
  fr: [
    "partager (?:sur .{2,20}|cet article.{0,20}|cette page|par e-?mail)|imprimer (?:cet article|cette page)|envoyer par e-?mail",
    "(?:modifier|éditer) cette page(?: sur github)?|sur cette page|dans cet article|table des matières",
    "(?:aller|passer|accéder) (?:directement )?au contenu(?: principal)?|(?:retour en )?haut de (?:la )?page|retour (?:en haut|à la liste|à l.accueil|au sommaire)",
    "(?:dernière (?:mise à jour|modification)|mis à jour|modifié)(?: le| :)?:? .{0,30}\\b(?:19|20)\\d\\d\\b.{0,20}",
    "(?:cet article|cette page|ce contenu) (?:vous )?a-t-(?:il|elle) été utile\\s?\\??(?: ?(?:oui|non))*|les commentaires sont fermés\\.?|[-–\\s]*publicité[-–:\\s]*",
  ],
  es: [
    "compartir (?:en .{2,20}|est[ea] (?:artículo|página|noticia|contenido)|por e-?mail|por correo)|imprimir (?:artículo|página|esta página)|valora est[ea] (?:noticia|artículo)",
    "editar esta página(?: en github)?|en esta página|en este artículo|tabla de contenidos?",
    "(?:saltar|ir|pasar) al contenido(?: principal)?|volver (?:arriba|al inicio|a la lista|atrás)",
    "(?:última (?:actualización|modificación)|actualizado)(?: el)?:? .{0,30}\\b(?:19|20)\\d\\d\\b.{0,20}",
    "¿?(?:te|le|os) (?:ha sido|fue|resultó|ha resultado|pareció) útil(?: .{2,30})?\\?(?: ?(?:sí|no))*|¿?(?:fue|ha sido|es) útil (?:este|esta) .{2,20}\\?(?: ?(?:sí|no))*|los comentarios están cerrados\\.?|[-–\\s]*publicidad[-–:\\s]*",
  ],
  pt: [
    "compartilh(?:e|ar) (?:no .{2,20}|est[ea] (?:artigo|página|notícia))|editar esta página|nesta página|neste artigo",
    "(?:pular|ir|saltar) para o conteúdo(?: principal)?|voltar ao (?:topo|início)|última atualização:? .{1,40}",
    "(?:este|esta) (?:artigo|página|conteúdo) foi útil\\s?\\?(?: ?(?:sim|não))*",
  ],
  it: [
    "condividi (?:su .{2,20}|(?:questo|l.)\\s?articolo|questa pagina)|modifica questa pagina|in questa pagina|in questo articolo",
    "(?:vai|salta|passa) al contenuto(?: principale)?|torna (?:su|in alto|all.inizio|alla lista)|ultimo aggiornamento:? .{1,40}",
    "(?:questo articolo|questa pagina) (?:ti )?è (?:stato|stata) utile\\s?\\?(?: ?(?:sì|no))*",
  ],
  nl: [
    "(?:deel|delen) (?:op .{2,20}|dit artikel|deze pagina)|deze pagina bewerken|op deze pagina|in dit artikel",
    "(?:ga )?naar (?:de )?(?:hoofd)?inhoud(?: gaan)?|(?:terug )?naar boven|laatst (?:bijgewerkt|gewijzigd)(?: op)?:? .{1,40}",
    "was (?:dit artikel|deze pagina) nuttig\\s?\\?(?: ?(?:ja|nee))*",
  ],
  ja: [
    "このページの(?:内容|目次)|目次|このページを編集(?:する)?|(?:ページの?)?(?:先頭|トップ)(?:へ|に)戻る|最終更新(?:日)?:? ?.{1,30}|この(?:記事|ページ)は役に立ちましたか[?？].{0,10}",
  ],
  zh: [
    "(?:本页目录|本页内容|目录|返回顶部|编辑此页|编辑本页|上次更新|最后更新)(?:于|时间)?[:：]?.{0,30}|(?:这|本)篇?(?:文章|页面?)(?:对您)?有(?:帮助|用)吗[?？].{0,10}",
  ],
});

/** Before a row of links to the subjects of a page. */
export const tagsAbroad = every({
  de: [
    "schlagw(?:orte?|örter)(?: zum thema)?|themen(?: im artikel)?|kategorien?|stichworte?|veröffentlicht (?:in|unter)",
  ],
  fr: ["mots[- ]clés|étiquettes|thèmes?|catégories?|publié dans"],
  es: ["etiquetas|temas(?: relacionados)?|categorías?|palabras clave|publicado en"],
  pt: ["etiquetas|tópicos|categorias?|palavras-chave|publicado em"],
  it: ["etichette|argomenti|categori[ae]|parole chiave|pubblicato in"],
  nl: ["trefwoorden|onderwerpen|categorieën|geplaatst in"],
});

/** Before the title of another page, in a line of its own: "Lesen Sie auch: …". */
export const furtherReadingAbroad = every({
  de: [
    "lesen sie (?:auch|dazu|hier|mehr)|lies auch|lesetipp|(?:auch|mehr) (?:interessant|zum thema)|siehe auch unser.{0,20}",
  ],
  fr: ["(?:à|a) lire(?: aussi| également)?|lire (?:aussi|également)|voir aussi|à voir(?: aussi)?"],
  es: [
    "puedes (?:ver|leer)|(?:le|te) (?:puede|podría) interesar|(?:lea|lee|mira|vea)(?: (?:también|además|más))?|ver más",
  ],
  pt: ["(?:leia|veja|confira)(?: (?:também|mais))?"],
  it: ["(?:leggi|vedi|guarda) anche"],
  nl: ["lees (?:ook|meer)"],
  pl: ["(?:czytaj|zobacz) (?:także|też|również|więcej)"],
  ru: ["читайте также"],
});

/** The label of a link to the page before or behind. */
export const pagerLabelsAbroad = every({
  de: [
    "(?:zurück|weiter|vorherige[rs]?|nächste[rs]?|vorige[rs]?)(?: (?:seite|artikel|beitrag|kapitel|thema))?",
  ],
  fr: ["(?:page |article |chapitre )?(?:précédente?|suivante?)"],
  es: ["(?:página |artículo |capítulo )?(?:anterior|siguiente)"],
  pt: ["(?:página |artigo )?(?:anterior|próxim[oa])"],
  it: ["(?:pagina |articolo )?(?:precedente|successiv[oa])"],
  nl: ["(?:vorige|volgende)(?: pagina)?"],
  ja: ["(?:前|次)(?:へ|のページ|の記事)?"],
  zh: ["(?:上|下)一(?:页|篇|章|节)"],
});

import { type DocxParts, docx, p, r } from "./docx.ts";

/** Makes a Word document with a word in it. */
export type Channel = (word: string) => Buffer;

const prose = p("Refunds take five days. Higher limits are granted on request, within two days.");
const a = "http://schemas.openxmlformats.org/drawingml/2006/main";
const theme = `<a:theme xmlns:a="${a}"><a:themeElements><a:clrScheme name="Office"><a:dk1><a:sysClr val="windowText" lastClr="000000"/></a:dk1><a:lt1><a:sysClr val="window" lastClr="FFFFFF"/></a:lt1><a:accent1><a:srgbClr val="4472C4"/></a:accent1></a:clrScheme></a:themeElements></a:theme>`;

function on(body: (word: string) => string, more: Omit<DocxParts, "body"> = {}): Channel {
  return (word) => docx({ ...more, body: prose + body(word) });
}

const run = (properties: string) => on((word) => p(word, undefined, properties));
const paragraph =
  (properties: string, inner = "") =>
  (word: string) =>
    `<w:p><w:pPr>${properties}</w:pPr>${r(word, inner)}</w:p>`;
const white = '<w:color w:val="FFFFFF"/>';
const styles = (name: string, type: string, xml: string) => ({ S: { name, type, xml } });

const anchor = (content: string, where: string, attributes = "") =>
  `<w:p><w:r><w:drawing><wp:anchor behindDoc="0" ${attributes}>${where}<a:graphic><a:graphicData><wps:wsp>${content}</wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></w:r></w:p>`;
const box = (inner: string, fill = "") =>
  `<wps:spPr>${fill}</wps:spPr><wps:txbx><w:txbxContent>${inner}</w:txbxContent></wps:txbx>`;
const size = '<wp:extent cx="2540000" cy="635000"/>';
const placed = (x: number, y: number) =>
  `<wp:positionH relativeFrom="page"><wp:posOffset>${x}</wp:posOffset></wp:positionH><wp:positionV relativeFrom="page"><wp:posOffset>${y}</wp:posOffset></wp:positionV>${size}`;
const black = '<a:solidFill><a:srgbClr val="101010"/></a:solidFill>';

const cells = (first: string, second: string, properties = "", cell = "") =>
  `<w:tbl><w:tblPr>${properties}</w:tblPr><w:tr><w:tc><w:tcPr>${cell}</w:tcPr>${first}</w:tc></w:tr><w:tr><w:tc>${second}</w:tc></w:tr></w:tbl>`;
const gridTable = {
  Grid: {
    name: "Grid Table 4",
    type: "table",
    xml: '<w:tblStylePr w:type="firstRow"><w:rPr><w:color w:val="FFFFFF" w:themeColor="background1"/></w:rPr><w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="4472C4"/></w:tcPr></w:tblStylePr>',
  },
};
const headed = '<w:tblStyle w:val="Grid"/><w:tblLook w:val="04A0" w:firstRow="1"/>';
const backdrop =
  '<w:p><w:r><w:drawing><wp:anchor behindDoc="1"><wp:extent cx="7772400" cy="10058400"/><a:graphic><a:graphicData><pic:pic><pic:blipFill><a:blip r:embed="img"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:anchor></w:drawing></w:r></w:p>';
const settings = (inner: string) => ({
  "word/settings.xml": `<w:settings xmlns:w="w">${inner}</w:settings>`,
});
const text = (fill: string) =>
  `<w14:textFill xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml">${fill}</w14:textFill>`;

/** Ways to have text in a Word document that its reader does not see. */
export const hiddenInDocx: Readonly<Record<string, Channel>> = {
  "hidden text": run("<w:vanish/>"),
  "hidden by a character style": on((word) => p(word, undefined, '<w:rStyle w:val="S"/>'), {
    styles: styles("Secret", "character", "<w:rPr><w:vanish/></w:rPr>"),
  }),
  "hidden by a paragraph style": on((word) => p(word, "S"), {
    styles: styles("Secret", "paragraph", "<w:rPr><w:vanish/></w:rPr>"),
  }),
  "deleted text": on((word) => `<w:p><w:del><w:r><w:delText>${word}</w:delText></w:r></w:del></w:p>`),
  white: run(white),
  "near white": run('<w:color w:val="F7F7F7"/>'),
  "the theme's background": on(
    (word) => p(word, undefined, '<w:color w:val="000000" w:themeColor="background1"/>'),
    { more: { "word/theme/theme1.xml": theme } },
  ),
  "white by a character style": on((word) => p(word, undefined, '<w:rStyle w:val="S"/>'), {
    styles: styles("Pale", "character", `<w:rPr>${white}</w:rPr>`),
  }),
  "white by a paragraph style": on((word) => p(word, "S"), {
    styles: styles("Pale", "paragraph", `<w:rPr>${white}</w:rPr>`),
  }),
  "white by the style that its style is based on": on((word) => p(word, "T"), {
    styles: {
      ...styles("Pale", "paragraph", `<w:rPr>${white}</w:rPr>`),
      T: { name: "Paler", xml: '<w:basedOn w:val="S"/>' },
    },
  }),
  "the colour of its shading": run('<w:color w:val="FF0000"/><w:shd w:val="clear" w:fill="FF0000"/>'),
  "the colour of its paragraph's shading": on(
    paragraph('<w:shd w:val="clear" w:fill="204060"/>', '<w:color w:val="204060"/>'),
  ),
  "the colour of a solid pattern": run('<w:color w:val="000000"/><w:shd w:val="solid" w:color="000000"/>'),
  "the colour of its highlight": run('<w:color w:val="FFFF00"/><w:highlight w:val="yellow"/>'),
  "white in a white highlight on a dark cell": on((word) =>
    cells(
      p(word, undefined, `${white}<w:highlight w:val="white"/>`),
      p("x"),
      "",
      '<w:shd w:val="clear" w:fill="000000"/>',
    ),
  ),
  "the colour of its cell": on((word) =>
    cells(p(word, undefined, '<w:color w:val="112233"/>'), p("x"), "", '<w:shd w:fill="112233"/>'),
  ),
  "white below a dark table header": on((word) => cells(p("Name"), p(word, undefined, white), headed), {
    styles: gridTable,
  }),
  "white in a table header made white": on(
    (word) => cells(p(word), p("x"), headed, '<w:shd w:val="clear" w:fill="FFFFFF"/>'),
    { styles: gridTable },
  ),
  "the colour of the page": (word) =>
    docx({
      body: `${p("Refunds are granted on request.", undefined, white)}${p(word, undefined, '<w:color w:val="000000"/>')}`,
      background: '<w:background w:color="000000"/>',
      more: settings("<w:displayBackgroundShape/>"),
    }),
  "white on a page whose colour is not shown": (word) =>
    docx({ body: `${prose}${p(word, undefined, white)}`, background: '<w:background w:color="000000"/>' }),
  "one point": run('<w:sz w:val="2"/>'),
  "two points": run('<w:sz w:val="4"/>'),
  "one point by its style": on((word) => p(word, "S"), {
    styles: styles("Tiny", "paragraph", '<w:rPr><w:sz w:val="2"/></w:rPr>'),
  }),
  "letters of one percent": run('<w:w w:val="1"/>'),
  "lines of one point": on(paragraph('<w:spacing w:line="20" w:lineRule="exact"/>')),
  "a row of one point": on(
    (word) =>
      `<w:tbl><w:tr><w:trPr><w:trHeight w:val="20" w:hRule="exact"/></w:trPr><w:tc>${p(word)}</w:tc></w:tr><w:tr><w:tc>${p("x")}</w:tc></w:tr></w:tbl>`,
  ),
  "full transparency": run(
    text(
      '<w14:solidFill><w14:srgbClr w14:val="000000"><w14:alpha w14:val="100000"/></w14:srgbClr></w14:solidFill>',
    ),
  ),
  "no fill": run(text("<w14:noFill/>")),
  "white by a text effect": run(
    `<w:color w:val="000000"/>${text('<w14:solidFill><w14:srgbClr w14:val="FFFFFF"/></w14:solidFill>')}`,
  ),
  "the fallback of a shape": on(
    (word) =>
      `<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing/></mc:Choice><mc:Fallback><w:pict><w:txbxContent>${p(word)}</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>`,
  ),
  "a fallback beside text": on(
    (word) =>
      `<w:p><mc:AlternateContent><mc:Choice Requires="wps">${r("Shown.")}</mc:Choice><mc:Fallback>${r(word)}</mc:Fallback></mc:AlternateContent></w:p>`,
  ),
  "a choice that Word does not know": on(
    (word) =>
      `<w:p><mc:AlternateContent xmlns:acme="https://acme.example/x"><mc:Choice Requires="acme">${r(word)}</mc:Choice><mc:Fallback>${r("Shown.")}</mc:Fallback></mc:AlternateContent></w:p>`,
  ),
  "a frame left of the page": on(paragraph('<w:framePr w:w="2000" w:hAnchor="page" w:x="-9000"/>')),
  "a frame below the page": on(paragraph('<w:framePr w:w="2000" w:vAnchor="page" w:y="30000"/>')),
  "an indent as wide as the page": on(paragraph('<w:ind w:left="20000"/>')),
  "a table left of the page": on((word) => cells(p(word), p(word), '<w:tblpPr w:tblpX="-20000"/>')),
  "a text box left of the page": on((word) => anchor(box(p(word)), placed(-9_000_000, 0))),
  "a text box below the page": on((word) => anchor(box(p(word)), placed(0, 20_000_000))),
  "a text box without height": on((word) => anchor(box(p(word)), '<wp:extent cx="2540000" cy="0"/>')),
  "a hidden text box": on((word) => anchor(box(p(word)), `${size}<wp:docPr id="3" name="B" hidden="1"/>`)),
  "the colour of its text box": on((word) =>
    anchor(box(p(word, undefined, '<w:color w:val="101010"/>'), black), placed(0, 0)),
  ),
  "white in a box without a fill": on((word) =>
    anchor(box(p(word, undefined, white), "<a:noFill/>"), placed(0, 0)),
  ),
  "an old text box left of the page": on(
    (word) =>
      `<w:p><w:r><w:pict><v:shape style="position:absolute;margin-left:-5000pt;width:90pt;height:20pt"><v:textbox><w:txbxContent>${p(word)}</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>`,
  ),
  "white behind which a picture is on another page": on(
    (word) => `${backdrop}<w:p><w:r><w:br w:type="page"/></w:r></w:p>${p(word, undefined, white)}`,
  ),
  "a hidden row": on(
    (word) =>
      `<w:tbl><w:tr><w:tc>${p("x")}</w:tc></w:tr><w:tr><w:trPr><w:hidden/></w:trPr><w:tc>${p(word)}</w:tc></w:tr></w:tbl>`,
  ),
};

/** Text that only looks as if it were hidden. */
export const seenInDocx: Readonly<Record<string, Channel>> = {
  "made visible again": on((word) => p(word, "S", '<w:vanish w:val="0"/>'), {
    styles: styles("Secret", "paragraph", "<w:rPr><w:vanish/></w:rPr>"),
  }),
  "white in a dark table header": on((word) => cells(p(word), p("x"), headed), { styles: gridTable }),
  "white in a dark cell": on((word) =>
    cells(p(word, undefined, white), p("x"), "", '<w:shd w:val="clear" w:color="auto" w:fill="1F3864"/>'),
  ),
  "white in a dark paragraph": on(paragraph('<w:shd w:val="clear" w:fill="000000"/>', white)),
  "white in a dark highlight": run(`${white}<w:highlight w:val="darkBlue"/>`),
  "white by its style on that style's shading": on((word) => p(word, "S"), {
    styles: styles(
      "Banner",
      "paragraph",
      `<w:pPr><w:shd w:val="clear" w:fill="333333"/></w:pPr><w:rPr>${white}</w:rPr>`,
    ),
  }),
  "white on a dark page": (word) =>
    docx({
      body: p(word, undefined, white),
      background: '<w:background w:color="101820"/>',
      more: settings("<w:displayBackgroundShape/>"),
    }),
  "white in a dark text box": on((word) =>
    anchor(box(p(word, undefined, white), black), placed(914_400, 914_400)),
  ),
  "white in a text box of the theme's colour": on((word) =>
    anchor(
      `<wps:spPr/><wps:style><a:fillRef idx="1"><a:schemeClr val="accent1"/></a:fillRef></wps:style><wps:txbx><w:txbxContent>${p(word, undefined, white)}</w:txbxContent></wps:txbx>`,
      placed(0, 0),
    ),
  ),
  "white over a picture that fills the page": on((word) => `${backdrop}${p(word, undefined, white)}`),
  "white over a picture in the header": (word) =>
    docx({
      body: prose + p(word, undefined, white),
      more: {
        "word/header1.xml": `<w:hdr xmlns:w="w" xmlns:wp="wp" xmlns:a="a" xmlns:pic="pic" xmlns:r="r">${backdrop}</w:hdr>`,
      },
    }),
  "the automatic colour": run('<w:color w:val="auto"/><w:shd w:val="clear" w:fill="000000"/>'),
  "a dark theme colour": on((word) => p(word, undefined, '<w:color w:val="FFFFFF" w:themeColor="text1"/>'), {
    more: { "word/theme/theme1.xml": theme },
  }),
  "white with an outline": run(
    `${white}<w14:textOutline xmlns:w14="w14"><w14:solidFill><w14:srgbClr w14:val="000000"/></w14:solidFill></w14:textOutline>`,
  ),
  "a gradient": run(text("<w14:gradFill/>")),
  "half transparent": run(
    text(
      '<w14:solidFill><w14:srgbClr w14:val="000000"><w14:alpha w14:val="50000"/></w14:srgbClr></w14:solidFill>',
    ),
  ),
  "six points": run('<w:sz w:val="12"/>'),
  "condensed letters": run('<w:w w:val="66"/>'),
  grey: run('<w:color w:val="A6A6A6"/>'),
  "a text box on the page": on((word) => anchor(box(p(word)), placed(914_400, 914_400))),
  "a text box that hangs over the margin": on((word) => anchor(box(p(word)), placed(-300_000, 914_400))),
  "a frame in the margin": on(paragraph('<w:framePr w:w="2000" w:hAnchor="page" w:x="200"/>')),
  "inserted text": on((word) => `<w:p><w:ins>${r(word)}</w:ins></w:p>`),
  "the choice of a shape": on(
    (word) =>
      `<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline>${size}<a:graphic><a:graphicData><wps:wsp>${box(p(word))}</wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice><mc:Fallback/></mc:AlternateContent></w:r></w:p>`,
  ),
};

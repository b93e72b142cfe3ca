//! What is known of HTML's elements by their names alone: which exist, which stand alone, which end
//! others, which are never shown.

/// Elements that hold nothing and have no end tag.
const VOID: &[&str] = &[
    "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img", "input",
    "keygen", "link", "meta", "param", "source", "track", "wbr",
];

/// Elements that are never shown, with all that is in them. `svg` may leave its title.
const UNSEEN: &[&str] = &[
    "applet", "button", "canvas", "datalist", "dialog", "head", "map", "noembed", "noframes",
    "noscript", "object", "rp", "script", "style", "template", "title",
];

/// Elements that end an open paragraph where they start.
const ENDS_PARAGRAPH: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "center",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "li",
    "listing",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "plaintext",
    "pre",
    "search",
    "section",
    "summary",
    "table",
    "ul",
    "xmp",
];

/// Elements that only change how text looks: an end tag may cross others, and what a block's end
/// has cut off goes on in the next block.
const FORMATTING: &[&str] = &[
    "a", "b", "big", "code", "del", "em", "font", "i", "ins", "kbd", "mark", "nobr", "s", "samp",
    "small", "strike", "strong", "tt", "u", "var",
];

/// Everything else that is an element and no text between angle brackets.
const OTHERS: &[&str] = &[
    "abbr",
    "acronym",
    "audio",
    "bdi",
    "bdo",
    "body",
    "caption",
    "cite",
    "colgroup",
    "data",
    "dfn",
    "frameset",
    "g",
    "html",
    "iframe",
    "label",
    "legend",
    "math",
    "meter",
    "o:p",
    "optgroup",
    "option",
    "output",
    "path",
    "picture",
    "progress",
    "q",
    "rb",
    "rt",
    "rtc",
    "ruby",
    "select",
    "slot",
    "span",
    "st1:place",
    "sub",
    "sup",
    "svg",
    "tbody",
    "td",
    "textarea",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "video",
];

/// Elements that an implied or a misplaced end tag does not reach through.
const WALLS: &[&str] = &["caption", "table", "td", "th"];

/// Whether `name` is an element of HTML.
pub fn is_known(name: &str) -> bool {
    [VOID, UNSEEN, ENDS_PARAGRAPH, FORMATTING, OTHERS]
        .iter()
        .any(|names| names.contains(&name))
}

pub fn is_void(name: &str) -> bool {
    VOID.contains(&name)
}

pub fn is_unseen(name: &str) -> bool {
    UNSEEN.contains(&name)
}

pub fn is_formatting(name: &str) -> bool {
    formatting(name).is_some()
}

/// Returns `name` if it is that of an element that only changes how text looks.
pub fn formatting(name: &str) -> Option<&'static str> {
    FORMATTING.iter().find(|known| **known == name).copied()
}

pub fn is_heading(name: &str) -> bool {
    matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
}

pub fn is_list(name: &str) -> bool {
    matches!(name, "ul" | "ol" | "menu" | "dir")
}

pub fn ends_paragraph(name: &str) -> bool {
    ENDS_PARAGRAPH.contains(&name)
}

pub fn is_wall(name: &str) -> bool {
    WALLS.contains(&name)
}

/// Whether the end tag of `name` ends nothing outside of an open `holder`.
pub fn holds_in(name: &str, holder: &str) -> bool {
    match name {
        "table" => false,
        "caption" | "tbody" | "td" | "tfoot" | "th" | "thead" | "tr" => holder == "table",
        "li" => is_wall(holder) || is_list(holder),
        _ if is_block(name) => is_wall(holder),
        _ => is_block(holder),
    }
}

/// Whether an end tag of a look such as `</b>` may not close what lies between.
pub fn is_block(name: &str) -> bool {
    ends_paragraph(name) || is_wall(name) || matches!(name, "tr" | "tbody" | "thead" | "tfoot")
}

/// Whether a head goes on behind the start of `name`.
pub fn belongs_to_head(name: &str) -> bool {
    matches!(
        name,
        "base" | "link" | "meta" | "noscript" | "script" | "style" | "template" | "title"
    )
}

/// The elements that the start of `name` ends, and those that it does not look behind.
pub fn implied_ends(name: &str) -> Option<(&'static [&'static str], &'static [&'static str])> {
    Some(match name {
        "li" => (&["li"], &["ul", "ol", "menu", "dir", "blockquote"]),
        "dd" | "dt" => (&["dd", "dt"], &["dl", "blockquote"]),
        "option" | "optgroup" => (&["option"], &["select"]),
        "td" | "th" => (&["td", "th"], &["tr", "table"]),
        "tr" => (&["tr"], &["tbody", "thead", "tfoot", "table"]),
        "tbody" | "thead" | "tfoot" => (&["tbody", "thead", "tfoot", "caption"], &["table"]),
        "rt" | "rp" | "rb" => (&["rt", "rp", "rb"], &["ruby"]),
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
            (&["h1", "h2", "h3", "h4", "h5", "h6"], &["li", "blockquote"])
        }
        _ => return None,
    })
}

/// Whether `name` holds paragraphs, and cannot be part of a line.
pub fn is_more_than_line(name: &str) -> bool {
    is_heading(name)
        || is_list(name)
        || matches!(
            name,
            "blockquote" | "details" | "dl" | "p" | "pre" | "table"
        )
}

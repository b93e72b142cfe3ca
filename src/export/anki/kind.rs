//! The four note types that cards become, with names and ids of their own.
//!
//! An id never changes, and neither do the names and the order of fields and templates: Anki would
//! take the type for another one. What changes in texts or in the style raises `CHANGED`.

use super::identity;
use serde_json::{Value, json};

/// When templates or style were last changed, in seconds since 1970. Anki takes them over where this
/// is later than what it has.
pub const CHANGED: i64 = 1_760_000_000;

/// The style of all cards, light and dark.
pub const STYLE: &str = include_str!("style.css");

/// Which note type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Basic,
    BothWays,
    Cloze,
    Typed,
}

/// How one card of a note is shown.
pub struct Template {
    pub name: &'static str,
    pub question: &'static str,
    pub answer: &'static str,
}

impl Kind {
    pub const ALL: [Kind; 4] = [Kind::Basic, Kind::BothWays, Kind::Cloze, Kind::Typed];

    pub fn name(self) -> &'static str {
        match self {
            Kind::Basic => "retain Basic",
            Kind::BothWays => "retain Basic and reversed",
            Kind::Cloze => "retain Cloze",
            Kind::Typed => "retain Typed",
        }
    }

    pub fn id(self) -> i64 {
        1_600_000_000_001 + self as i64
    }

    pub fn is_cloze(self) -> bool {
        self == Kind::Cloze
    }

    /// The last one keeps the card as retain has it, and is shown nowhere.
    pub fn fields(self) -> &'static [&'static str] {
        match self {
            Kind::Basic | Kind::BothWays => &["Front", "Back", "Hint", "Extra", "Retain"],
            Kind::Cloze => &["Front", "Text", "Hint", "Extra", "Retain"],
            Kind::Typed => &["Front", "Answer", "Back", "Hint", "Extra", "Retain"],
        }
    }

    pub fn templates(self) -> &'static [Template] {
        match self {
            Kind::Basic => &[FORWARD],
            Kind::BothWays => &[FORWARD, BACKWARD],
            Kind::Cloze => &[CLOZE],
            Kind::Typed => &[TYPED],
        }
    }
}

const FORWARD: Template = Template {
    name: "Card 1",
    question: "{{Front}}\n{{#Hint}}<div class=\"hint\">{{hint:Hint}}</div>{{/Hint}}",
    answer: "{{FrontSide}}\n<hr id=answer>\n{{Back}}\n\
             {{#Extra}}<div class=\"extra\">{{Extra}}</div>{{/Extra}}",
};

const BACKWARD: Template = Template {
    name: "Card 2",
    question: "<div class=\"heading\">What is this?</div>\n{{Back}}",
    answer: "{{FrontSide}}\n<hr id=answer>\n{{Front}}\n\
             {{#Extra}}<div class=\"extra\">{{Extra}}</div>{{/Extra}}",
};

const CLOZE: Template = Template {
    name: "Cloze",
    question: "<div class=\"heading\">{{Front}}</div>\n{{cloze:Text}}\n\
               {{#Hint}}<div class=\"hint\">{{hint:Hint}}</div>{{/Hint}}",
    answer: "<div class=\"heading\">{{Front}}</div>\n{{cloze:Text}}\n\
             {{#Extra}}<div class=\"extra\">{{Extra}}</div>{{/Extra}}",
};

const TYPED: Template = Template {
    name: "Card 1",
    question: "{{Front}}\n{{type:Answer}}\n\
               {{#Hint}}<div class=\"hint\">{{hint:Hint}}</div>{{/Hint}}",
    answer: "{{Front}}\n<hr id=answer>\n{{type:Answer}}\n{{Back}}\n\
             {{#Extra}}<div class=\"extra\">{{Extra}}</div>{{/Extra}}",
};

/// The fields of a note type as JSON, as packages and CrowdAnki have them.
pub fn fields(kind: Kind) -> Value {
    let fields = kind.fields().iter().enumerate();
    fields
        .map(|(ord, name)| {
            let is_ours = *name == "Retain";
            let told = match is_ours {
                true => "Kept by retain: the card in its own words. Leave it as it is.",
                false => "",
            };
            json!({
                "name": name, "ord": ord, "sticky": false, "rtl": false, "font": "Arial", "size": 20,
                "description": told, "plainText": is_ours, "collapsed": is_ours,
                "excludeFromSearch": is_ours, "media": [],
                "id": identity::number(&format!("{}/{name}", kind.name())),
                "tag": null, "preventDeletion": false,
            })
        })
        .collect()
}

/// The templates of a note type as JSON.
pub fn templates(kind: Kind) -> Value {
    let templates = kind.templates().iter().enumerate();
    templates
        .map(|(ord, template)| {
            json!({
                "name": template.name, "ord": ord, "qfmt": template.question,
                "afmt": template.answer, "bqfmt": "", "bafmt": "", "did": null,
                "bfont": "", "bsize": 0,
                "id": identity::number(&format!("{}//{}", kind.name(), template.name)),
            })
        })
        .collect()
}

//! Note types as JSON writes them: in CrowdAnki files, and in the `models.json` of ki.

use super::notes::{NoteType, Template};
use serde_json::Value;

/// Reads a note type. What is missing is empty: the notes tell what comes of it.
pub fn note_type(model: &Value) -> NoteType {
    let templates: Vec<Template> = ordered(model, "tmpls").into_iter().map(template).collect();
    let field = |value: &Value| text(value, "name").to_string();
    NoteType {
        name: text(model, "name").to_string(),
        is_cloze: is_cloze(model, &templates),
        fields: ordered(model, "flds").into_iter().map(field).collect(),
        templates,
        css: text(model, "css").to_string(),
    }
}

fn template(value: &Value) -> Template {
    Template {
        name: text(value, "name").to_string(),
        question: text(value, "qfmt").to_string(),
        answer: text(value, "afmt").to_string(),
    }
}

/// Files written by hand may leave the kind out; then the templates tell.
fn is_cloze(model: &Value, templates: &[Template]) -> bool {
    match model.get("type").and_then(Value::as_u64) {
        Some(kind) => kind == 1,
        None => templates
            .iter()
            .any(|template| template.question.contains("{{cloze:")),
    }
}

/// A list in the order that its items name, or else in which they stand.
fn ordered<'v>(model: &'v Value, key: &str) -> Vec<&'v Value> {
    let mut items: Vec<&Value> = list(model, key).iter().collect();
    items.sort_by_key(|item| item.get("ord").and_then(Value::as_u64).unwrap_or(u64::MAX));
    items
}

/// The text of a key; empty where there is none.
pub fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// The list of a key; empty where there is none.
pub fn list<'v>(value: &'v Value, key: &str) -> &'v [Value] {
    let list = value.get(key).and_then(Value::as_array);
    list.map_or(&[], Vec::as_slice)
}

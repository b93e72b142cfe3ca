//! (in work) temporary reader
use crate::model::{card::*, catalogue::Topic, deck::*, quantity::*};
pub struct Fault {
    pub line: usize,
}
impl Fault {
    pub fn render(&self, p: &str) -> String {
        format!("{p}:{}", self.line)
    }
}
pub struct Rules<'a> {
    pub built_in: bool,
    pub topic: Option<&'a Topic>,
}
pub fn parse(t: &str) -> Result<Deck, Vec<Fault>> {
    let mut front = Front::default();
    let mut it = t.splitn(3, "---\n");
    it.next();
    let f = it.next().ok_or_else(|| vec![Fault { line: 1 }])?;
    let body = it.next().ok_or_else(|| vec![Fault { line: 1 }])?;
    for l in f.lines() {
        if let Some((k, v)) = l.split_once(':') {
            let v = v.split(" #").next().unwrap().trim().to_string();
            match k {
                "id" => front.id = v,
                "title" => front.title = v,
                "topic" => front.topic = Some(v),
                "level" => front.level = Level::from_name(&v),
                "tags" => {
                    front.tags = v
                        .trim_matches(['[', ']'])
                        .split(", ")
                        .map(str::to_string)
                        .collect()
                }
                _ => (),
            }
        }
    }
    let mut cards = vec![];
    let mut about = String::new();
    let mut cur: Option<(usize, String)> = None;
    let mut fence = false;
    let off = t.len() - body.len();
    let base = t[..off].lines().count();
    for (i, l) in body.lines().enumerate() {
        if l.trim_start().starts_with("```") {
            fence = !fence;
        }
        if !fence && l.starts_with("## ") {
            if let Some((n, s)) = cur.take() {
                let mut c = parse_card(&s)?;
                c.line = n;
                cards.push(c);
            }
            cur = Some((base + i + 1, String::new()));
        }
        match &mut cur {
            Some((_, s)) => {
                s.push_str(l);
                s.push('\n');
            }
            None => {
                about.push_str(l);
                about.push('\n');
            }
        }
    }
    if let Some((n, s)) = cur.take() {
        let mut c = parse_card(&s)?;
        c.line = n;
        cards.push(c);
    }
    Ok(Deck {
        front,
        about: about.trim().to_string(),
        cards,
    })
}
pub fn parse_bytes(b: &[u8]) -> Result<Deck, Vec<Fault>> {
    parse(&String::from_utf8_lossy(b))
}
pub fn parse_card(s: &str) -> Result<Card, Vec<Fault>> {
    let mut lines = s.trim_end().lines();
    let h = lines.next().unwrap_or("");
    let h = h.trim_start_matches('#').trim();
    let i = h.rfind("{#").ok_or_else(|| vec![Fault { line: 1 }])?;
    let attrs = h[i + 2..].trim_end_matches('}');
    let id = attrs.split(' ').next().unwrap().to_string();
    let mut c = Card {
        id: Some(id),
        question: h[..i].trim().into(),
        prompt: String::new(),
        answer: String::new(),
        kind: Kind::Basic,
        reversed: attrs.contains(".reversed"),
        choices: vec![],
        hint: None,
        why: None,
        sources: vec![],
        terms: vec![],
        level: None,
        line: 1,
        source: s.trim_end().to_string(),
    };
    let mut accept = String::new();
    let mut fence = false;
    let mut seen = false;
    let mut last = "";
    for l in lines {
        if l.trim_start().starts_with("```") {
            fence = !fence;
        }
        if !fence && !seen && l == "---" {
            c.prompt = std::mem::take(&mut c.answer).trim().to_string();
            seen = true;
            continue;
        }
        if !fence {
            for (k, _) in [
                ("Accept: ", 0),
                ("Hint: ", 0),
                ("Why: ", 0),
                ("Source: ", 0),
                ("Terms: ", 0),
            ] {
                if let Some(v) = l.strip_prefix(k) {
                    last = k;
                    match k {
                        "Accept: " => accept = v.into(),
                        "Hint: " => c.hint = Some(v.into()),
                        "Why: " => c.why = Some(v.into()),
                        "Source: " => c.sources.push(v.into()),
                        _ => c.terms = v.split(", ").map(str::to_string).collect(),
                    }
                }
            }
            if ["Accept: ", "Hint: ", "Why: ", "Source: ", "Terms: "]
                .iter()
                .any(|k| l.starts_with(k))
                || (!last.is_empty() && l.starts_with("  "))
            {
                continue;
            }
            if let Some(v) = l.strip_prefix("- [x] ") {
                c.choices.push(Choice {
                    right: true,
                    text: v.into(),
                    note: None,
                });
                continue;
            }
            if let Some(v) = l.strip_prefix("- [ ] ") {
                c.choices.push(Choice {
                    right: false,
                    text: v.into(),
                    note: None,
                });
                continue;
            }
            if let Some(v) = l.strip_prefix("  > ") {
                if let Some(ch) = c.choices.last_mut() {
                    ch.note = Some(v.into());
                    continue;
                }
            }
        }
        c.answer.push_str(l);
        c.answer.push('\n');
    }
    c.answer = c.answer.trim().to_string();
    if attrs.contains(".typed") {
        c.kind = Kind::Typed {
            accept: accept.split(" | ").map(str::to_string).collect(),
        }
    } else if attrs.contains(".number") {
        let v: String = accept
            .chars()
            .take_while(|c| c.is_ascii_digit() || *c == '.')
            .collect();
        c.kind = Kind::Number {
            accept: Quantity {
                value: v.parse().unwrap_or(0.),
                unit: String::new(),
                tolerance: Tolerance::Exact,
            },
        }
    } else if attrs.contains(".order") {
        c.kind = Kind::Order {
            steps: c
                .answer
                .lines()
                .filter_map(|l| {
                    l.split_once(". ")
                        .filter(|(n, _)| n.parse::<u8>().is_ok())
                        .map(|(_, s)| s.to_string())
                })
                .collect(),
        }
    } else if attrs.contains(".open") {
        c.kind = Kind::Open {
            minutes: None,
            rubric: vec![],
        }
    } else if c.answer.contains("{{c1::") {
        c.kind = Kind::Cloze
    }
    Ok(c)
}
pub fn looks_like_deck(b: &[u8]) -> bool {
    b.starts_with(b"---\nid:")
}
pub fn parts(c: &Card) -> Vec<Part> {
    let mut v = vec![];
    if c.kind == Kind::Cloze {
        for n in 1..9 {
            if c.answer.contains(&format!("{{{{c{n}::")) {
                v.push(Part::Cloze(n));
            }
        }
    } else {
        v.push(Part::Whole);
    }
    if c.reversed {
        v.push(Part::Reversed)
    }
    v
}
pub fn format(_: &str) -> Result<String, Vec<Fault>> {
    Err(vec![])
}
pub fn lint(_: &Deck, _: &str, _: &Rules) -> Vec<Fault> {
    vec![]
}
pub mod cloze {
    pub fn cloze_front(s: &str, _: u16) -> String {
        s.to_string()
    }
    pub fn cloze_back(s: &str, _: u16) -> String {
        s.to_string()
    }
}

//! Links, pictures, sounds. Nothing is fetched: what lies on other computers stays a link.

use super::block::{Piece, What, plain};
use super::flow::{Context, Flow};
use super::tree::{Element, NodeId};
use crate::import::text::markdown;

const REMOTE_PICTURE: &str = "pictures on other computers are left as links";
const REMOTE_SOUND: &str = "sounds and films on other computers are left as links";
const NO_FILE: &str = "pictures without a file are left out";
const DRAWING: &str = "drawings are left out";
const FRAME: &str = "pages inside the page are left as links";

impl<'t> Flow<'t> {
    pub fn link(&mut self, id: NodeId, element: &Element, context: Context) {
        let Some(url) = element.attribute("href").and_then(web_address) else {
            return match is_anchor_sign(&self.tree.raw_text(id)) {
                true => (),
                false => self.children(id, context),
            };
        };
        if self.holds_blocks(id) {
            self.children(id, context);
            return self.autolink(url, context);
        }
        let pieces = self.pieces_in(id, context);
        self.add_link(url, pieces, context);
    }

    fn add_link(&mut self, url: String, mut pieces: Vec<Piece>, context: Context) {
        if pieces.iter().all(Piece::is_blank) || is_anchor_sign(&plain(&pieces)) {
            return self.text(" ", context);
        }
        // A link in a link, such as a picture that is one, stands for both.
        let is_picture = |piece: &Piece| matches!(piece.what, What::Link(..));
        if let Some(inner) = pieces.iter().position(is_picture) {
            if pieces.len() == 1 && !is_picture_address(&url) {
                if let What::Link(_, label) = pieces.remove(inner).what {
                    self.piece(What::Link(url, label), context);
                }
                return;
            }
            self.pieces(pieces);
            return;
        }
        let (before, after) = (starts_blank(&pieces), ends_blank(&pieces));
        for piece in &mut pieces {
            if piece.is_break() {
                piece.what = What::Text(" ".into());
            }
        }
        if before {
            self.text(" ", context);
        }
        self.piece(What::Link(url, super::lines::tidy(pieces)), context);
        if after {
            self.text(" ", context);
        }
    }

    fn autolink(&mut self, url: String, context: Context) {
        self.text(" ", context);
        let label = vec![Piece::text(url.clone())];
        self.piece(What::Link(url, label), context);
    }

    pub fn picture(&mut self, element: &Element, context: Context) {
        let alt = element.attribute("alt").unwrap_or_default().trim();
        if element
            .classes()
            .any(|class| class.contains("latex") || class.contains("math"))
            && !alt.is_empty()
        {
            return self.tex(alt.trim_matches('$'), false, context);
        }
        if is_emoji(element, alt) {
            return self.text(alt, context);
        }
        let source = ["data-canonical-src", "src", "data-src"]
            .iter()
            .find_map(|name| element.attribute(name))
            .map(str::trim);
        match source.map(Place::of) {
            Some(Place::Web(url)) => {
                self.lose(REMOTE_PICTURE);
                let label = if alt.is_empty() { file_name(&url) } else { alt };
                let label = format!("{label} (picture on the web)");
                self.piece(
                    What::Link(url.clone(), vec![Piece::text(one_line(&label))]),
                    context,
                );
            }
            Some(Place::File(name)) => {
                let file = file_name(&name).to_string();
                let alt = if alt.is_empty() { &file } else { alt };
                let picture = markdown::picture(&one_line(alt), &file);
                self.add_medium(name);
                self.piece(What::Markdown(picture), context);
            }
            _ => {
                self.lose(NO_FILE);
                self.text(alt, context);
            }
        }
    }

    fn add_medium(&mut self, name: String) {
        if !self.media.contains(&name) {
            self.media.push(name);
        }
    }

    pub fn sound(&mut self, id: NodeId, element: &Element, context: Context) {
        let tree = self.tree;
        let inner = tree.find(id, &|inner| {
            inner.name == "source" && inner.attribute("src").is_some()
        });
        let inner = inner.and_then(|inner| tree.element(inner)?.attribute("src"));
        if let Some(source) = element.attribute("src").or(inner) {
            self.sound_of(source.trim(), context);
        }
    }

    /// Adds a link to a sound or a film.
    pub fn sound_of(&mut self, source: &str, context: Context) {
        match Place::of(source) {
            Place::Web(url) => {
                self.lose(REMOTE_SOUND);
                let label = format!("♪ {}", file_name(&url));
                self.piece(What::Link(url, vec![Piece::text(label)]), context);
            }
            Place::File(name) => {
                let sound = markdown::sound(file_name(&name));
                self.add_medium(name);
                self.piece(What::Markdown(sound), context);
            }
            Place::Nowhere => (),
        }
    }

    pub fn frame(&mut self, element: &Element, context: Context) {
        if let Some(Place::Web(url)) = element.attribute("src").map(Place::of) {
            self.lose(FRAME);
            self.end_line(context);
            let label = vec![Piece::text(url.clone())];
            self.piece(What::Link(url, label), context);
            self.end_line(context);
        }
    }

    /// Of a drawing only its title can be read.
    pub fn drawing(&mut self, id: NodeId, element: &Element, context: Context) {
        if element.is_hidden() {
            return;
        }
        let tree = self.tree;
        let title = tree
            .children(id)
            .iter()
            .find(|child| tree.is(**child, "title"));
        let title = title.map(|title| {
            tree.children(*title)
                .iter()
                .filter_map(|id| tree.text(*id))
                .map(|text| text.text.as_str())
                .collect::<String>()
        });
        let label = title.or_else(|| element.attribute("aria-label").map(str::to_string));
        match label.filter(|label| !label.trim().is_empty()) {
            Some(label) => self.text(&label, context),
            None => self.lose(DRAWING),
        }
    }
}

/// Where a picture or a sound is.
enum Place {
    Web(String),
    /// Beside the deck, as the source has it.
    File(String),
    Nowhere,
}

impl Place {
    fn of(source: &str) -> Place {
        if let Some(url) = web_address(source) {
            return Place::Web(url);
        }
        if let Some(rest) = source.strip_prefix("//") {
            return Place::Web(address(&format!("https://{rest}")));
        }
        let name = file_name(source);
        match scheme(source).is_some() || name.is_empty() || name.contains(char::is_control) {
            true => Place::Nowhere,
            false => Place::File(source.to_string()),
        }
    }
}

/// The scheme of an address: `https` of `https://a.b`.
fn scheme(url: &str) -> Option<&str> {
    let (scheme, _) = url.split_once(':')?;
    let plain = |c: char| c.is_ascii_alphanumeric() || "+.-".contains(c);
    (2 <= scheme.len()
        && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(plain))
    .then_some(scheme)
}

/// Returns an address that leads somewhere for whoever reads the card.
fn web_address(href: &str) -> Option<String> {
    let href = href.trim();
    let scheme = scheme(href)?.to_ascii_lowercase();
    let leads = matches!(
        scheme.as_str(),
        "http" | "https" | "ftp" | "mailto" | "tel" | "magnet" | "irc"
    );
    leads.then(|| address(href))
}

/// Escapes in an address what would end it.
fn address(url: &str) -> String {
    let balanced = is_balanced(url);
    let mut out = String::with_capacity(url.len());
    for c in url.chars() {
        match c {
            '\n' | '\t' | '\r' => (),
            '(' if !balanced => out.push_str("%28"),
            ')' if !balanced => out.push_str("%29"),
            ' ' | '<' | '>' | '\\' | '|' | '`' | '{' | '}' => {
                out.push_str(&format!("%{:02X}", u32::from(c)))
            }
            c if c.is_control() || c.is_whitespace() => (),
            _ => out.push(c),
        }
    }
    out
}

fn is_balanced(url: &str) -> bool {
    let mut depth = 0_i32;
    for c in url.chars() {
        depth += match c {
            '(' => 1,
            ')' => -1,
            _ => 0,
        };
        // CommonMark follows 32 levels at the most.
        if !(0..=30).contains(&depth) {
            return false;
        }
    }
    depth == 0
}

/// The last part of an address or a path.
fn file_name(source: &str) -> &str {
    let path = match scheme(source) {
        Some(_) => source.split(['?', '#']).next().unwrap_or(source),
        None => source,
    };
    path.trim_end_matches('/')
        .rsplit(['/', '\\'])
        .next()
        .unwrap_or(path)
}

fn is_picture_address(url: &str) -> bool {
    const ENDS: &[&str] = &[".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".bmp"];
    let url = url.to_ascii_lowercase();
    let path = url.split(['?', '#']).next().unwrap_or(&url);
    ENDS.iter().any(|end| path.ends_with(end)) || url.contains("//camo.githubusercontent.com/")
}

/// Signs that pages put beside headings, to link to them.
fn is_anchor_sign(text: &str) -> bool {
    matches!(text.trim(), "¶" | "§" | "🔗" | "#")
}

fn is_emoji(element: &Element, alt: &str) -> bool {
    !alt.is_empty()
        && (element.classes().any(|class| class.contains("emoji"))
            || alt.chars().count() <= 4
                && !alt.contains(|c: char| c.is_alphanumeric() || c.is_ascii()))
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn starts_blank(pieces: &[Piece]) -> bool {
    matches!(pieces.first(), Some(Piece { what: What::Text(text), .. }) if text.starts_with([' ', '\u{a0}']))
}

fn ends_blank(pieces: &[Piece]) -> bool {
    matches!(pieces.last(), Some(Piece { what: What::Text(text), .. }) if text.ends_with([' ', '\u{a0}']))
}

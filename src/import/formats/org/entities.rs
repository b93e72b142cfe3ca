//! Names of characters as org writes them: `\alpha`, `\to`, `\nbsp`.

/// Returns the character of a name, without its backslash.
pub fn character(name: &str) -> Option<&'static str> {
    let idx = ENTITIES
        .binary_search_by(|(known, _)| known.cmp(&name))
        .ok()?;
    Some(ENTITIES[idx].1)
}

/// In the order of their bytes.
const ENTITIES: &[(&str, &str)] = &[
    ("Alpha", "Α"),
    ("Beta", "Β"),
    ("Delta", "Δ"),
    ("Gamma", "Γ"),
    ("Lambda", "Λ"),
    ("Leftarrow", "⇐"),
    ("Leftrightarrow", "⇔"),
    ("Omega", "Ω"),
    ("Phi", "Φ"),
    ("Pi", "Π"),
    ("Psi", "Ψ"),
    ("Rightarrow", "⇒"),
    ("Sigma", "Σ"),
    ("Theta", "Θ"),
    ("alpha", "α"),
    ("amp", "&"),
    ("approx", "≈"),
    ("beta", "β"),
    ("bull", "•"),
    ("cap", "∩"),
    ("cdot", "⋅"),
    ("chi", "χ"),
    ("cup", "∪"),
    ("deg", "°"),
    ("delta", "δ"),
    ("div", "÷"),
    ("dots", "…"),
    ("emptyset", "∅"),
    ("epsilon", "ε"),
    ("equiv", "≡"),
    ("eta", "η"),
    ("euro", "€"),
    ("exist", "∃"),
    ("exists", "∃"),
    ("forall", "∀"),
    ("gamma", "γ"),
    ("ge", "≥"),
    ("geq", "≥"),
    ("gt", ">"),
    ("hellip", "…"),
    ("in", "∈"),
    ("infin", "∞"),
    ("infty", "∞"),
    ("int", "∫"),
    ("kappa", "κ"),
    ("lambda", "λ"),
    ("land", "∧"),
    ("laquo", "«"),
    ("lceil", "⌈"),
    ("le", "≤"),
    ("leftarrow", "←"),
    ("leftrightarrow", "↔"),
    ("leq", "≤"),
    ("lfloor", "⌊"),
    ("lnot", "¬"),
    ("lor", "∨"),
    ("lt", "<"),
    ("mdash", "—"),
    ("micro", "µ"),
    ("mu", "μ"),
    ("nbsp", "\u{a0}"),
    ("ndash", "–"),
    ("ne", "≠"),
    ("neg", "¬"),
    ("neq", "≠"),
    ("notin", "∉"),
    ("nu", "ν"),
    ("omega", "ω"),
    ("para", "¶"),
    ("partial", "∂"),
    ("phi", "φ"),
    ("pi", "π"),
    ("plusmn", "±"),
    ("pm", "±"),
    ("prod", "∏"),
    ("psi", "ψ"),
    ("raquo", "»"),
    ("rarr", "→"),
    ("rceil", "⌉"),
    ("rfloor", "⌋"),
    ("rho", "ρ"),
    ("rightarrow", "→"),
    ("sect", "§"),
    ("shy", ""),
    ("sigma", "σ"),
    ("sqrt", "√"),
    ("sub", "⊂"),
    ("subset", "⊂"),
    ("sum", "∑"),
    ("sup", "⊃"),
    ("tau", "τ"),
    ("theta", "θ"),
    ("times", "×"),
    ("to", "→"),
    ("under", "_"),
    ("vert", "|"),
    ("xi", "ξ"),
    ("zeta", "ζ"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_in_order() {
        assert!(ENTITIES.is_sorted_by_key(|(name, _)| *name));
        assert_eq!(character("to"), Some("→"));
        assert_eq!(character("temp"), None);
    }
}

//! What several formats read or write in the same way: Markdown, HTML, clozes, links, days.

pub mod admit;
pub mod beside;
pub mod breaks;
pub mod bullets;
pub mod clozed_code;
pub mod curly;
pub mod dialect;
pub mod ends;
pub mod headed;
pub mod holes;
pub mod html;
pub mod loose;
pub mod markdown;
pub mod plain;
pub mod promise;
pub mod quoted;
pub mod schedule;
pub mod vault;
pub mod wiki;

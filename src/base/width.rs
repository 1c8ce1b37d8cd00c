//! Width on a terminal and the full-width twins of ASCII.

use unicode_width::UnicodeWidthStr;

/// Columns that a text takes on a terminal; a Han character takes two. Curly quotes and `…` count two, as Chinese fonts draw them.
pub fn columns(text: &str) -> usize {
    text.width_cjk()
}

/// The half-width twin of a full-width character of ASCII's repertoire (U+FF01–FF5E, U+3000), else the character itself.
pub fn fold(c: char) -> char {
    match c {
        '\u{3000}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        _ => c,
    }
}

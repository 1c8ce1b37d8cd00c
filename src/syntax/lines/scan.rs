//! One line of a file read byte by byte: where its words end, where its comment begins, whether a text stays open.

use super::mapped::Joined;

/// What the scan is inside of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Inside {
    /// Words.
    Words,
    /// A text in quotation marks that opened at this byte.
    Quote(usize),
    /// A text in corner brackets that opened at this byte, and how many are open.
    Corner(usize, u32),
}

/// One physical line, scanned.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scan {
    /// One past the last byte of words and texts, without space at the end.
    pub(crate) end: usize,
    /// The line break, or the end of the file.
    pub(crate) eol: usize,
    /// What the line ends inside of.
    pub(crate) inside: Inside,
    /// Whether something outside texts is wider than its twin.
    pub(crate) wide: bool,
    /// The deepest nesting of brackets so far.
    pub(crate) nesting: u32,
    /// Where a text opens that is closed by an opening mark: a mark was most likely forgotten there.
    pub(crate) suspect: Option<usize>,
    /// A text carried over from an earlier line was closed by an opening mark: it was most likely never meant to go on.
    pub(crate) reopened: bool,
}

/// What a character outside texts means to the scan.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Plain,
    Wide,
    Open,
    OpenCorner,
    Up,
    Down,
    Hash,
}

/// Scans from byte `from` to the end of its line; with `out`, the folded words and the texts as typed are added to it.
pub(crate) fn scan(src: &str, from: usize, inside: Inside, mut out: Option<&mut Joined>) -> Scan {
    let bytes = src.as_bytes();
    let carried = !matches!(inside, Inside::Words);
    let mut state = Scan { end: from, eol: bytes.len(), inside, wide: false, nesting: 0, suspect: None, reopened: false };
    let (mut at, mut depth, mut run) = (from, 0_u32, from);
    while let Some(&byte) = bytes.get(at) {
        if byte == b'\n' {
            state.eol = at;
            break;
        }
        // Most of a script are Han characters, and none of them means anything to the scan.
        if (0xE4..=0xE9).contains(&byte) {
            at += 3;
            state.end = at;
            continue;
        }
        let len = width(byte);
        match state.inside {
            Inside::Words => match class(bytes, at, byte) {
                Class::Hash if at == from || spaced(src, at) => {
                    state.eol = bytes.get(at..).and_then(|b| b.iter().position(|b| *b == b'\n')).map_or(bytes.len(), |n| at + n);
                    break;
                }
                Class::Open => state.inside = Inside::Quote(at),
                Class::OpenCorner => state.inside = Inside::Corner(at, 1),
                Class::Up => depth += 1,
                Class::Down => depth = depth.saturating_sub(1),
                Class::Plain | Class::Wide | Class::Hash => {}
            },
            Inside::Quote(open) => {
                if closes(bytes, at, byte) {
                    if byte == 0xE2 && bytes.get(at + 2) == Some(&0x9C) {
                        state.reopened |= carried;
                        state.suspect = state.suspect.or(Some(open));
                    }
                    state.inside = Inside::Words;
                }
            }
            Inside::Corner(open, n) => match corner(bytes, at, byte) {
                1 => state.inside = Inside::Corner(open, n + 1),
                -1 if n == 1 => state.inside = Inside::Words,
                -1 => state.inside = Inside::Corner(open, n - 1),
                _ => {}
            },
        }
        let nested = depth + if let Inside::Corner(_, n) = state.inside { n } else { 0 };
        state.nesting = state.nesting.max(nested);
        // A mark that opens or closes a text is folded too where it is wider than its twin.
        let foldable = !matches!(state.inside, Inside::Quote(open) | Inside::Corner(open, _) if open != at);
        if foldable && let Some(twin) = wide(bytes, at, byte) {
            state.wide = true;
            if let Some(out) = out.as_deref_mut() {
                out.push(src.get(run..at).unwrap_or(""), run);
                out.fold(twin, at, 3);
            }
            run = at + 3;
        }
        if !blank(bytes, at, byte) {
            state.end = at + len;
        }
        at += len;
    }
    if let Some(out) = out {
        out.push(src.get(run..state.end.max(run)).unwrap_or(""), run);
    }
    state
}

fn width(byte: u8) -> usize {
    match byte {
        0..=0xDF => 1 + usize::from(byte >= 0xC0),
        0xE0..=0xEF => 3,
        _ => 4,
    }
}

fn class(bytes: &[u8], at: usize, byte: u8) -> Class {
    match byte {
        b'"' => Class::Open,
        b'(' | b'{' => Class::Up,
        b')' | b'}' => Class::Down,
        b'#' => Class::Hash,
        0xE2 if matches!((bytes.get(at + 1), bytes.get(at + 2)), (Some(0x80), Some(0x9C | 0x9D))) => Class::Open,
        0xE3 if corner(bytes, at, byte) == 1 => Class::OpenCorner,
        0xE3 | 0xEF => match wide(bytes, at, byte) {
            Some('"') => Class::Open,
            Some('(' | '{') => Class::Up,
            Some(')' | '}') => Class::Down,
            Some('#') => Class::Hash,
            Some(_) => Class::Wide,
            None => Class::Plain,
        },
        _ => Class::Plain,
    }
}

fn closes(bytes: &[u8], at: usize, byte: u8) -> bool {
    match byte {
        b'"' => true,
        0xE2 => matches!((bytes.get(at + 1), bytes.get(at + 2)), (Some(0x80), Some(0x9C | 0x9D))),
        0xEF => wide(bytes, at, byte) == Some('"'),
        _ => false,
    }
}

/// 1 for `「`, -1 for `」`.
fn corner(bytes: &[u8], at: usize, byte: u8) -> i8 {
    match (byte, bytes.get(at + 1), bytes.get(at + 2)) {
        (0xE3, Some(0x80), Some(0x8C)) => 1,
        (0xE3, Some(0x80), Some(0x8D)) => -1,
        _ => 0,
    }
}

/// The half-width twin of the character at `at`.
fn wide(bytes: &[u8], at: usize, byte: u8) -> Option<char> {
    match (byte, bytes.get(at + 1), bytes.get(at + 2)) {
        (0xE3, Some(0x80), Some(0x80)) => Some(' '),
        (0xEF, Some(0xBC), Some(&c @ 0x81..=0xBF)) => Some(char::from(c - 0x80 + 0x20)),
        (0xEF, Some(0xBD), Some(&c @ 0x80..=0x9E)) => Some(char::from(c - 0x80 + 0x60)),
        _ => None,
    }
}

fn blank(bytes: &[u8], at: usize, byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r') || wide(bytes, at, byte) == Some(' ')
}

fn spaced(src: &str, at: usize) -> bool {
    src.get(..at).and_then(|s| s.chars().next_back()).is_some_and(|c| matches!(c, ' ' | '\t' | '\u{3000}'))
}

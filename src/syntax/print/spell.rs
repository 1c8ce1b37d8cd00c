//! How words and texts are spelled: in one language, aliases replaced, values in braces too.

use super::atom::{Atom, Atoms};
use super::cell::join;
use crate::base::Lang;
use crate::syntax::grammar::Rule;
use crate::syntax::keyword::Keyword;
use crate::syntax::lines::Mapped;
use crate::syntax::token;

/// The language of the keywords, and where a broken text goes on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Speech<'t> {
    /// The file's text.
    pub(super) src: &'t str,
    /// The language; none keeps each word's own.
    pub(super) lang: Option<Lang>,
    /// Whether the line at hand is written with Chinese keywords.
    pub(super) chinese: bool,
    /// Spaces before a line on which a text goes on.
    pub(super) indent: usize,
}

impl<'t> Speech<'t> {
    /// A keyword as it is printed.
    pub(super) fn word(self, keyword: &'static Keyword, typed: &str) -> &'static str {
        match self.lang {
            Some(Lang::Zh) => keyword.zh,
            Some(Lang::En) => keyword.en,
            None if typed.starts_with(|c: char| c.is_ascii()) => keyword.en,
            None => keyword.zh,
        }
    }

    /// The comma behind the scope of a sentence.
    pub(super) fn scope(self) -> &'static str {
        let chinese = self.lang.map_or(self.chinese, |l| l == Lang::Zh);
        if chinese { "，" } else { "," }
    }

    /// A part of a line as it was typed, its values spelled.
    pub(super) fn raw(self, piece: &Mapped<'_>, start: usize, end: usize) -> String {
        let typed = piece.original(self.src, start, end);
        self.spell(&typed)
    }

    fn spell(self, piece: &Mapped<'_>) -> String {
        let text: &str = &piece.text;
        let mut breaks = piece.breaks(self.src).into_iter().peekable();
        let (mut at, mut run) = (0, String::new());
        while let Some(c) = text.get(at..).and_then(|t| t.chars().next()) {
            if breaks.next_if(|b| *b <= at).is_some() {
                let kept = run.trim_end().len();
                run.truncate(kept);
                run.push('\n');
                run.push_str(&" ".repeat(self.indent));
            }
            let twice = text.get(at + c.len_utf8()..).is_some_and(|t| t.starts_with(c));
            if matches!(c, '{' | '}') && twice {
                run.push(c);
                run.push(c);
                at += 2;
                continue;
            }
            if c == '{'
                && let Some(close) = text.get(at..).and_then(|t| t.find('}')).map(|n| at + n)
                && let Some(value) = self.value(piece, at + 1, close)
            {
                run.push('{');
                run.push_str(&value);
                run.push('}');
                at = close + 1;
                continue;
            }
            run.push(c);
            at += c.len_utf8();
        }
        run
    }

    fn value(self, piece: &Mapped<'_>, start: usize, end: usize) -> Option<String> {
        let inner = piece.part(start, end).folded();
        let toks = token::read(Rule::placeholder, &inner.text).ok()?;
        let atoms: Vec<Atom> = Atoms::of(&inner, &toks, Rule::placeholder, self);
        Some(join(&atoms))
    }
}

/// A quoted text with canonical marks; corner brackets stay where the text holds quotation marks.
pub(super) fn quoted(piece: &Mapped<'_>, start: usize, end: usize, speech: Speech<'_>) -> String {
    let text = piece.text.get(start..end).unwrap_or("");
    let (Some(first), Some(last)) = (text.chars().next(), text.chars().next_back()) else { return String::new() };
    let (a, b) = (start + first.len_utf8(), end - last.len_utf8());
    let body = speech.spell(&piece.part(a, b));
    if first == '「' && body.contains(['“', '”', '"']) { format!("「{body}」") } else { format!("“{body}”") }
}

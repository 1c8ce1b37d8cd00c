//! A line as atoms: its tokens and what stands between them, each spelled as it is printed.

use super::spell::{Speech, quoted};
use crate::syntax::grammar::Rule;
use crate::syntax::keyword::{self, Keyword};
use crate::syntax::lines::Mapped;
use crate::syntax::name::is_member;
use crate::syntax::parse::{is_function, is_stmt};
use crate::syntax::token::Tok;

/// What an atom is to its neighbours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A word, a number, a text, an operator.
    Word,
    /// A unit behind its number.
    Unit,
    /// `(` and its like.
    Open,
    /// An opening bracket that always touches what stands before it.
    Touch,
    /// `)` and its like.
    Close,
    /// `,` between positions.
    Comma,
    /// A comma behind the scope of a sentence.
    Scope,
    /// `、`.
    Dun,
    /// `:`.
    Colon,
    /// `=` between a name and its value.
    Equals,
    /// A sign that touches both sides.
    Tight,
}

/// One atom.
#[derive(Debug, Clone)]
pub(super) struct Atom {
    pub(super) text: String,
    pub(super) kind: Kind,
    /// Spaces typed before it.
    pub(super) gap: usize,
    /// Whether it stands outside every token that holds others.
    pub(super) outer: bool,
    /// Whether a statement or value at the end of a row begins with it.
    pub(super) tail: bool,
    /// The keyword it is.
    keyword: Option<Rule>,
}

/// The atoms of a line.
pub(super) struct Atoms<'t> {
    piece: &'t Mapped<'t>,
    toks: &'t [Tok],
    speech: Speech<'t>,
    rule: Rule,
    out: Vec<Atom>,
    gap: usize,
    tail: bool,
}

impl<'t> Atoms<'t> {
    /// Reads the tokens of `piece`, which was read by `rule`.
    pub(super) fn of(piece: &'t Mapped<'t>, toks: &'t [Tok], rule: Rule, speech: Speech<'t>) -> Vec<Atom> {
        let mut atoms = Atoms { piece, toks, speech, rule, out: Vec::with_capacity(toks.len() * 2), gap: 0, tail: false };
        atoms.walk(0, toks.len(), 0, piece.text.len(), None);
        // A colon after a head.
        if rule != Rule::placeholder && atoms.out.last().is_some_and(|a| a.kind == Kind::Colon && a.outer) {
            atoms.out.pop();
        }
        atoms.out
    }

    fn walk(&mut self, from: usize, until: usize, start: usize, end: usize, parent: Option<Rule>) {
        let (mut at, mut i) = (start, from);
        while i < until
            && let Some(tok) = self.toks.get(i).copied()
        {
            self.scan(at, tok.start as usize, parent);
            self.tail |= begins_tail(self.rule, parent, tok.rule);
            let (a, b) = (tok.start as usize, tok.end as usize);
            if tok.skip as usize > i + 1 {
                self.walk(i + 1, tok.skip as usize, a, b, Some(tok.rule));
            } else if is_opaque(tok.rule) {
                self.opaque(tok, parent);
            } else {
                self.scan(a, b, Some(tok.rule));
            }
            (at, i) = (b, tok.skip as usize);
        }
        self.scan(at, end, parent);
    }

    fn push(&mut self, text: String, kind: Kind, outer: bool) {
        let tail = std::mem::take(&mut self.tail);
        self.out.push(Atom { text, kind, gap: std::mem::take(&mut self.gap), outer, tail, keyword: None });
    }

    fn opaque(&mut self, tok: Tok, parent: Option<Rule>) {
        let (a, b) = (tok.start as usize, tok.end as usize);
        let text = self.piece.text.get(a..b).unwrap_or("");
        let text = match tok.rule {
            Rule::text => quoted(self.piece, a, b, self.speech),
            Rule::rest => self.speech.raw(self.piece, a, b),
            Rule::path if self.is_call(tok) => match keyword::find(text).filter(|k| is_function(k.rule)) {
                Some(k) => self.speech.word(k, text).to_owned(),
                None => self.path(text),
            },
            Rule::path => self.path(text),
            _ => text.to_owned(),
        };
        self.push(text, Kind::Word, parent.is_none());
    }

    fn is_call(&self, tok: Tok) -> bool {
        self.toks.get(tok.skip as usize).is_some_and(|next| next.rule == Rule::args && next.start == tok.end)
    }

    fn path(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        for (n, part) in text.split('.').enumerate() {
            if n > 0 {
                out.push('.');
            }
            match keyword::find(part).filter(|k| n > 0 && is_member(k.rule)) {
                Some(k) => out.push_str(self.speech.word(k, part)),
                None => out.push_str(part),
            }
        }
        out
    }

    /// What stands between tokens: keywords, signs, space.
    fn scan(&mut self, start: usize, end: usize, parent: Option<Rule>) {
        let text = self.piece.text.get(start..end).unwrap_or("");
        let mut at = 0;
        while let Some(c) = text.get(at..).and_then(|t| t.chars().next()) {
            if matches!(c, ' ' | '\t') {
                self.gap += if c == '\t' { 2 } else { 1 };
                at += 1;
                continue;
            }
            let rest = text.get(at..).unwrap_or("");
            let outer = parent.is_none();
            if keyword::is_name_char(c) {
                let whole = if parent == Some(Rule::unit) { keyword::find(rest).map(|k| (k, rest.len())) } else { None };
                let found = whole.or_else(|| keyword::head(rest));
                let len = found.map_or_else(|| keyword::word(rest).len().max(c.len_utf8()), |(_, len)| len);
                self.keyword(found.map(|(k, _)| k), rest.get(..len).unwrap_or(""), parent);
                at += len;
                continue;
            }
            let two = rest.get(..2).filter(|t| matches!(*t, "==" | "!=" | ">=" | "<=" | ".."));
            let three = rest.get(..3).filter(|t| *t == "..<");
            let sign = three.or(two).unwrap_or_else(|| rest.get(..c.len_utf8()).unwrap_or(""));
            let (text, kind) = self.sign(sign, parent);
            self.push(text, kind, outer);
            at += sign.len();
        }
    }

    fn keyword(&mut self, keyword: Option<&'static Keyword>, typed: &str, parent: Option<Rule>) {
        let rule = keyword.map(|k| k.rule);
        // 客户 挂机 is written as the one word that it also is.
        let by = self.out.last().filter(|_| rule == Some(Rule::k_hang_up)).and_then(|last| last.keyword);
        let joined = match by {
            Some(Rule::k_customer) => keyword::of(Rule::k_customer_hang_up),
            Some(Rule::k_agent) => keyword::of(Rule::k_agent_hang_up),
            _ => None,
        };
        if let (Some(joined), Some(last)) = (joined, self.out.last_mut()) {
            last.text = self.speech.word(joined, typed).to_owned();
            last.keyword = Some(joined.rule);
            self.gap = 0;
            return;
        }
        let word = keyword.map_or(typed, |k| self.speech.word(k, typed)).to_owned();
        self.push(
            word,
            if matches!(parent, Some(Rule::unit | Rule::points | Rule::skip_unit)) { Kind::Unit } else { Kind::Word },
            parent.is_none(),
        );
        if let Some(last) = self.out.last_mut() {
            last.keyword = rule;
        }
    }

    fn sign(&self, sign: &str, parent: Option<Rule>) -> (String, Kind) {
        let text = sign.to_owned();
        match sign {
            "(" if parent == Some(Rule::tone) => ("（".to_owned(), Kind::Touch),
            ")" if parent == Some(Rule::tone) => ("）".to_owned(), Kind::Close),
            "〔" => (text, Kind::Touch),
            "(" | "{" => (text, Kind::Open),
            ")" | "}" | "〕" => (text, Kind::Close),
            "," | "、" => match self.separator(sign, parent) {
                Kind::Comma => (",".to_owned(), Kind::Comma),
                Kind::Scope => (self.speech.scope().to_owned(), Kind::Scope),
                kind => ("、".to_owned(), kind),
            },
            ":" => (text, Kind::Colon),
            "=" if parent.is_none() => (text, Kind::Equals),
            ".." | "..<" => (text, Kind::Tight),
            "-" | "+" if parent != Some(Rule::arith) => (text, Kind::Tight),
            _ => (text, Kind::Word),
        }
    }

    /// What a comma separates: positions, a scope from its sentence, or the items of a list.
    fn separator(&self, sign: &str, parent: Option<Rule>) -> Kind {
        match parent {
            Some(Rule::args | Rule::params | Rule::with) => Kind::Comma,
            None => match self.rule {
                Rule::row_line | Rule::decide_row | Rule::match_line | Rule::rows_line | Rule::rows_row => Kind::Comma,
                Rule::sentence_line if sign == "," => Kind::Scope,
                _ => Kind::Dun,
            },
            Some(_) => Kind::Dun,
        }
    }
}

/// Tokens that are printed as they stand, or by rules of their own.
fn is_opaque(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::name
            | Rule::code
            | Rule::path
            | Rule::package
            | Rule::text
            | Rule::rest
            | Rule::word
            | Rule::words
            | Rule::num
            | Rule::cn
            | Rule::date
            | Rule::clock
            | Rule::offset
            | Rule::zone
            | Rule::month_day
    )
}

/// Whether a line ends in this token: a statement behind its head, or the value of a row.
fn begins_tail(whole: Rule, parent: Option<Rule>, rule: Rule) -> bool {
    match parent {
        None if whole == Rule::decide_row => rule == Rule::value,
        None | Some(Rule::option | Rule::when) => is_stmt(rule),
        Some(_) => false,
    }
}

//! A line as the grammar read it: a flat list of tokens that keeps its nesting, and a cursor over it.

use super::ast::{Name, Path};
use super::grammar::{Grammar, Rule};
use super::lines::Mapped;
use crate::base::{FileId, Span};
use pest::{Parser, Token};
use smol_str::SmolStr;

/// One token with the place of the next one beside it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Tok {
    pub(crate) rule: Rule,
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) skip: u32,
}

/// Why a line could not be read.
#[derive(Debug)]
pub(crate) struct Refused {
    /// The byte of the line up to which it could be read.
    pub(crate) at: usize,
    /// What could have stood there.
    pub(crate) expected: Vec<Rule>,
}

/// Reads `text` by `rule`.
pub(crate) fn read(rule: Rule, text: &str) -> Result<Vec<Tok>, Refused> {
    let pairs = Grammar::parse(rule, text).map_err(|error| {
        let at = match error.location {
            pest::error::InputLocation::Pos(at) => at,
            pest::error::InputLocation::Span((at, _)) => at,
        };
        let expected = match error.variant {
            pest::error::ErrorVariant::ParsingError { positives, .. } => positives,
            pest::error::ErrorVariant::CustomError { .. } => Vec::new(),
        };
        Refused { at, expected }
    })?;
    // While a token is open, its `skip` is the one around it.
    let (mut toks, mut around): (Vec<Tok>, u32) = (Vec::with_capacity(12), u32::MAX);
    for token in pairs.tokens() {
        match token {
            Token::Start { rule, pos } => {
                toks.push(Tok { rule, start: pos.pos() as u32, end: 0, skip: around });
                around = toks.len() as u32 - 1;
            }
            Token::End { pos, .. } => {
                let skip = toks.len() as u32;
                if let Some(tok) = toks.get_mut(around as usize) {
                    around = std::mem::replace(&mut tok.skip, skip);
                    tok.end = pos.pos() as u32;
                }
            }
        }
    }
    Ok(toks)
}

/// A walk over sibling tokens.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cursor<'t> {
    pub(crate) text: &'t Mapped<'t>,
    pub(crate) file: FileId,
    toks: &'t [Tok],
    at: u32,
    until: u32,
    /// Where the last token passed by ends.
    last: u32,
}

/// A token with its line.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Node<'t> {
    pub(crate) rule: Rule,
    pub(crate) start: usize,
    pub(crate) end: usize,
    cursor: Cursor<'t>,
}

impl<'t> Cursor<'t> {
    /// A walk over a whole line.
    pub(crate) fn new(text: &'t Mapped<'t>, file: FileId, toks: &'t [Tok]) -> Self {
        Self { text, file, toks, at: 0, until: toks.len() as u32, last: 0 }
    }

    /// The rule of the next token.
    pub(crate) fn peek(&self) -> Option<Rule> {
        self.node().map(|n| n.rule)
    }

    /// The next token, left where it is.
    pub(crate) fn node(&self) -> Option<Node<'t>> {
        if self.at >= self.until {
            return None;
        }
        let tok = self.toks.get(self.at as usize)?;
        let inner = Cursor { at: self.at + 1, until: tok.skip, ..*self };
        Some(Node { rule: tok.rule, start: tok.start as usize, end: tok.end as usize, cursor: inner })
    }

    /// The next token if it is of this rule.
    pub(crate) fn eat(&mut self, rule: Rule) -> Option<Node<'t>> {
        if self.peek() == Some(rule) { self.next() } else { None }
    }

    /// Where the next token stands, or the end of the line.
    pub(crate) fn here(&self) -> Span {
        match self.node() {
            Some(node) => node.span(),
            None => self.text.whole(self.file).after(),
        }
    }

    /// Where the last token that was passed by ends.
    pub(crate) fn passed(&self) -> Span {
        self.text.span(self.file, self.last.saturating_sub(1) as usize, self.last as usize)
    }

    /// The names that come next.
    pub(crate) fn names(&mut self) -> Vec<Name> {
        let mut names = Vec::new();
        while let Some(node) = self.eat(Rule::name).or_else(|| self.eat(Rule::actor)) {
            names.push(node.name());
        }
        names
    }

    /// The paths that come next.
    pub(crate) fn paths(&mut self) -> Vec<Path> {
        let mut paths = Vec::new();
        while let Some(node) = self.eat(Rule::path) {
            paths.push(node.path());
        }
        paths
    }

    /// The name that comes next; an empty one where there is none.
    pub(crate) fn name(&mut self) -> Name {
        match self.eat(Rule::name).or_else(|| self.eat(Rule::actor)) {
            Some(node) => node.name(),
            None => Name { text: SmolStr::default(), span: self.here() },
        }
    }

    /// The path that comes next; an empty name where there is none.
    pub(crate) fn path(&mut self) -> Path {
        match self.next_if(|r| matches!(r, Rule::path | Rule::package | Rule::name)) {
            Some(node) => node.path(),
            None => Path { parts: vec![Name { text: SmolStr::default(), span: self.here() }], span: self.here() },
        }
    }

    /// The next token if its rule is asked for.
    pub(crate) fn next_if(&mut self, wanted: impl Fn(Rule) -> bool) -> Option<Node<'t>> {
        if self.peek().is_some_and(wanted) { self.next() } else { None }
    }
}

impl<'t> Iterator for Cursor<'t> {
    type Item = Node<'t>;

    fn next(&mut self) -> Option<Node<'t>> {
        let node = self.node()?;
        self.at = node.cursor.until;
        self.last = node.end as u32;
        Some(node)
    }
}

impl<'t> Node<'t> {
    /// The tokens inside.
    pub(crate) fn inner(&self) -> Cursor<'t> {
        self.cursor
    }

    /// The words.
    pub(crate) fn str(&self) -> &'t str {
        self.cursor.text.text.get(self.start..self.end).unwrap_or("")
    }

    /// Where it stands.
    pub(crate) fn span(&self) -> Span {
        self.cursor.text.span(self.cursor.file, self.start, self.end)
    }

    /// Where a part of it stands.
    pub(crate) fn part(&self, start: usize, end: usize) -> Span {
        self.cursor.text.span(self.cursor.file, start, end)
    }
}

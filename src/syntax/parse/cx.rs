//! What every reader of a construct shares: the lines, the findings, and how a line is given to the grammar.

use super::refuse;
use crate::base::{Diagnostic, FileId, Span};
use crate::syntax::ast::{Allow, Meta, Reference};
use crate::syntax::grammar::Rule;
use crate::syntax::keyword;
use crate::syntax::lines::{Flaw, Lines};
use crate::syntax::token::{self, Cursor, Tok};
use rayon::prelude::{IntoParallelIterator, ParallelIterator};
use smol_str::SmolStr;

/// Below this many lines a block is read on one thread.
const PARALLEL: usize = 512;

/// The state of reading one file, or one part of it.
#[derive(Debug)]
pub(crate) struct Cx<'a> {
    /// The lines.
    pub(crate) lines: &'a Lines<'a>,
    /// What was found.
    pub(crate) found: Vec<Diagnostic>,
    /// The tokens of every line that was read, for the formatter.
    pub(crate) kept: Option<Vec<Kept>>,
}

/// A line that was read, with the rule it was read by.
#[derive(Debug)]
pub(crate) struct Kept {
    /// Which line.
    pub(crate) line: usize,
    /// How.
    pub(crate) how: How,
}

/// How a line was read.
#[derive(Debug)]
pub(crate) enum How {
    /// By a rule.
    Rule(Rule, Vec<Tok>),
    /// As it stands.
    Raw,
    /// As it stands, with a replacement after `→`.
    Arrow,
}

/// A line of a block with what stands above it.
#[derive(Debug)]
pub(crate) struct Item {
    /// Which line.
    pub(crate) at: usize,
    /// The keyword it begins with.
    pub(crate) head: Option<Rule>,
    /// Its documentation and 放过 lines.
    pub(crate) meta: Meta,
}

impl<'a> Cx<'a> {
    /// A state without findings.
    pub(crate) fn new(lines: &'a Lines<'a>, keep: bool) -> Self {
        Self { lines, found: Vec::new(), kept: keep.then(Vec::new) }
    }

    /// The file.
    pub(crate) fn file(&self) -> FileId {
        self.lines.file
    }

    /// The folded words of a line.
    pub(crate) fn words(&self, at: usize) -> &'a str {
        self.lines.get(at).map_or("", |l| &l.text.text)
    }

    /// Where a line stands.
    pub(crate) fn span(&self, at: usize) -> Span {
        self.lines.span(at)
    }

    /// Adds a finding.
    pub(crate) fn report(&mut self, finding: Diagnostic) {
        self.found.push(finding);
    }

    /// Reads a line by a rule; a line that cannot be read is reported.
    pub(crate) fn read(&mut self, at: usize, rule: Rule) -> Option<Vec<Tok>> {
        let line = self.lines.get(at)?;
        // An open quotation mark does no harm in words that are taken as they stand.
        if let Some(flaw) = line.flaw.filter(|f| !matches!(f, Flaw::Open(_))) {
            self.report(super::flaw::flaw(self.lines, at, flaw));
            return None;
        }
        match (token::read(rule, &line.text.text), line.flaw) {
            (Ok(toks), _) => {
                if let Some(kept) = &mut self.kept {
                    kept.push(Kept { line: at, how: How::Rule(rule, toks.clone()) });
                }
                Some(toks)
            }
            (Err(_), Some(flaw)) => {
                self.report(super::flaw::flaw(self.lines, at, flaw));
                None
            }
            (Err(refused), None) => {
                self.report(refuse::line(self.lines, at, rule, &refused));
                None
            }
        }
    }

    /// Reads the head of a declaration: one that cannot be read is reported and kept as far as it goes, so that its name is known.
    pub(crate) fn read_head(&mut self, at: usize, rule: Rule) -> Option<Vec<Tok>> {
        let before = self.found.len();
        if let Some(toks) = self.read(at, rule) {
            return Some(toks);
        }
        // Where the words could not be read any more is where the finding points.
        let line = self.lines.get(at).filter(|l| l.flaw.is_none())?;
        let stop = self.found.get(before)?.span.start;
        let text: &str = &line.text.text;
        let cut = text.char_indices().map(|(i, _)| i).find(|i| line.text.span(self.lines.file, *i, *i).start >= stop)?;
        token::read(rule, text.get(..cut)?.trim_end()).ok()
    }

    /// A walk over the tokens of a line.
    pub(crate) fn cursor<'t>(&self, at: usize, toks: &'t [Tok]) -> Option<Cursor<'t>>
    where
        'a: 't,
    {
        self.lines.get(at).map(|l| Cursor::new(&l.text, self.lines.file, toks))
    }

    /// Notes that a line is taken as it stands; `false` if it is flawed beyond use.
    pub(crate) fn take_raw(&mut self, at: usize, how: How) -> bool {
        if let Some(flaw @ (Flaw::Long | Flaw::Deep)) = self.lines.get(at).and_then(|l| l.flaw) {
            self.report(super::flaw::flaw(self.lines, at, flaw));
            return false;
        }
        if let Some(kept) = &mut self.kept {
            kept.push(Kept { line: at, how });
        }
        true
    }

    /// The lines of a block, their 放过 lines taken in.
    pub(crate) fn block(&mut self, parent: Option<usize>) -> Vec<Item> {
        let (mut items, mut allows) = (Vec::new(), Vec::new());
        for at in self.lines.below(parent) {
            let head = keyword::head(self.words(at)).map(|(k, _)| k.rule);
            if head == Some(Rule::k_allow) {
                allows.extend(self.allow(at));
                continue;
            }
            let meta = Meta::above(self.doc(at), std::mem::take(&mut allows));
            items.push(Item { at, head, meta });
        }
        for allow in allows {
            self.report(refuse::nothing_allowed(allow.span));
        }
        items
    }

    fn doc(&self, at: usize) -> Option<String> {
        let (from, to) = self.lines.get(at)?.docs;
        (from < to).then(|| self.lines.docs.get(from as usize..to as usize).unwrap_or(&[]).join("\n"))
    }

    fn allow(&mut self, at: usize) -> Option<Allow> {
        let toks = self.read(at, Rule::allow_line)?;
        let mut c = self.cursor(at, &toks)?.next()?.inner();
        let code = c.eat(Rule::code)?.name();
        let reason = c.eat(Rule::text).map(|n| self.text(n));
        let until = c.eat(Rule::date).map(|n| (n.span(), n)).and_then(|(at, n)| Some((self.real_date(n)?, at)));
        Some(Allow { code, reason, until, span: self.span(at) })
    }

    /// Takes the clauses any declaration or statement may carry; `false` if the next token is none of them.
    pub(crate) fn meta(&mut self, c: &mut Cursor<'_>, meta: &mut Meta) -> bool {
        let Some(node) = c.next_if(|r| matches!(r, Rule::basis | Rule::floor | Rule::formerly)) else { return false };
        let mut inner = node.inner();
        match node.rule {
            Rule::floor => meta.floor = true,
            Rule::formerly => meta.formerly.extend(inner.names()),
            _ => {
                for n in inner {
                    let text = if n.rule == Rule::text { unquoted(n.str()) } else { n.str() };
                    meta.basis.push(Reference { text: SmolStr::new(text), span: n.span() });
                }
            }
        }
        true
    }

    /// Takes a run of such clauses.
    pub(crate) fn metas(&mut self, c: &mut Cursor<'_>, meta: &mut Meta) {
        while self.meta(c, meta) {}
    }

    /// Reads a line that holds nothing but such clauses.
    pub(crate) fn clause_line(&mut self, at: usize, meta: &mut Meta) {
        if let Some(toks) = self.read(at, Rule::clause_line)
            && let Some(mut c) = self.cursor(at, &toks)
        {
            self.metas(&mut c, meta);
        }
        self.no_block(at);
    }

    /// Does `f` for each item, on several threads where the block is long.
    pub(crate) fn map<T: Send>(&mut self, items: Vec<Item>, f: impl Fn(&mut Self, Item) -> T + Sync) -> Vec<T> {
        let lines = match (items.first(), items.last()) {
            (Some(a), Some(b)) => self.lines.get(b.at).map_or(0, |l| l.until as usize) - a.at,
            _ => 0,
        };
        if lines < PARALLEL || items.len() < 2 {
            return items.into_iter().map(|item| f(self, item)).collect();
        }
        let (all, keep) = (self.lines, self.kept.is_some());
        let parts: Vec<(T, Vec<Diagnostic>, Option<Vec<Kept>>)> = items
            .into_par_iter()
            .map(|item| {
                let mut cx = Cx::new(all, keep);
                let value = f(&mut cx, item);
                (value, cx.found, cx.kept)
            })
            .collect();
        let mut values = Vec::with_capacity(parts.len());
        for (value, found, kept) in parts {
            self.found.extend(found);
            if let (Some(all), Some(kept)) = (&mut self.kept, kept) {
                all.extend(kept);
            }
            values.push(value);
        }
        values
    }
}

/// The characters between the quotation marks.
pub(crate) fn unquoted(text: &str) -> &str {
    let mut chars = text.chars();
    chars.next();
    chars.next_back();
    chars.as_str()
}

//! 用语 and 禁语: settings, then entries taken as they stand.

use super::clause::nameless;
use super::cx::{Cx, How, Item};
use super::refuse;
use crate::base::phrase::Fold;
use crate::base::{Decimal, Diagnostic, Span};
use crate::syntax::ast::{Forbid, ForbidEntry, ForbidSetting, MatchMode, Meta, Pace, PhraseClause, Phrases, Text, TextPart};
use crate::syntax::codes;
use crate::syntax::grammar::Rule;
use crate::syntax::keyword;
use crate::syntax::token::{self, Cursor, Node};
use crate::syntax::word;

impl Cx<'_> {
    /// 用语
    pub(crate) fn phrases(&mut self, at: usize, meta: &mut Meta) -> Phrases {
        let mut class = Phrases { name: nameless(self, at), params: Vec::new(), clauses: Vec::new(), entries: Vec::new() };
        if let Some(toks) = self.read_head(at, Rule::phrases_head)
            && let Some(mut c) = self.cursor(at, &toks)
        {
            class.name = c.name();
            class.params = self.params(&mut c);
            self.phrase_clauses(&mut c, &mut class.clauses, meta);
        }
        for item in self.block(Some(at)) {
            if is_phrase_setting(item.head) {
                if let Some(toks) = self.read(item.at, Rule::phrases_setting)
                    && let Some(mut c) = self.cursor(item.at, &toks)
                {
                    self.phrase_clauses(&mut c, &mut class.clauses, meta);
                }
                self.no_block(item.at);
            } else if self.take_raw(item.at, How::Raw) {
                let mut own = item.meta;
                let text = self.entry(item.at, 0, None, &mut own);
                self.no_settings_below(item.at, |head| is_phrase_setting(Some(head)).then_some(Rule::phrases_setting));
                class.entries.push((text, own));
            }
        }
        class
    }

    fn phrase_clauses(&mut self, c: &mut Cursor<'_>, clauses: &mut Vec<PhraseClause>, meta: &mut Meta) {
        while c.peek().is_some() {
            if self.meta(c, meta) {
                continue;
            }
            let Some(node) = c.next() else { return };
            let (span, mut inner) = (node.span(), node.inner());
            clauses.push(match node.rule {
                Rule::quantifier => PhraseClause::Quantifier(word::quantifier(node.str()), span),
                Rule::mode => PhraseClause::Mode(self.mode(node), span),
                Rule::open => PhraseClause::Open(span),
                Rule::no_interruption => PhraseClause::NoInterruption(span),
                Rule::pace => PhraseClause::Pace(self.pace(node), span),
                Rule::asserts => PhraseClause::Asserts(self.inside(node)),
                Rule::promises => PhraseClause::Promises(inner.path()),
                Rule::unless => {
                    self.report(shielded_class(span));
                    PhraseClause::Unless(self.words_of(inner))
                }
                Rule::include => PhraseClause::Include(inner.paths()),
                Rule::alike => PhraseClause::Alike(folds(inner)),
                Rule::apart => PhraseClause::Apart(folds(inner)),
                _ => continue,
            });
        }
    }

    /// 逐字, 大意, 要点.
    pub(crate) fn mode(&self, node: Node<'_>) -> MatchMode {
        word::mode(node.str())
    }

    /// 慢, 快.
    pub(crate) fn pace(&self, node: Node<'_>) -> Pace {
        match node.inner().peek() {
            Some(Rule::slow) => Pace::Slow,
            _ => Pace::Fast,
        }
    }

    /// 禁语
    pub(crate) fn forbid(&mut self, at: usize, meta: &mut Meta) -> Forbid {
        let mut forbid = Forbid {
            name: nameless(self, at),
            severity: None,
            points: None,
            veto: false,
            open: false,
            settings: Vec::new(),
            entries: Vec::new(),
        };
        if let Some(toks) = self.read_head(at, Rule::forbid_head)
            && let Some(mut c) = self.cursor(at, &toks)
        {
            forbid.name = c.name();
            self.forbid_clauses(&mut c, &mut forbid, meta);
        }
        for item in self.block(Some(at)) {
            let rule = match item.head {
                Some(head) if is_forbid_setting(head) => Rule::forbid_setting,
                Some(head) if is_forbid_clause(head) => Rule::forbid_clause_line,
                _ => {
                    let at = item.at;
                    forbid.entries.extend(self.forbid_entry(item));
                    self.no_settings_below(at, |head| {
                        let clause = is_forbid_clause(head).then_some(Rule::forbid_clause_line);
                        if is_forbid_setting(head) { Some(Rule::forbid_setting) } else { clause }
                    });
                    continue;
                }
            };
            if let Some(toks) = self.read(item.at, rule)
                && let Some(mut c) = self.cursor(item.at, &toks)
            {
                self.forbid_clauses(&mut c, &mut forbid, meta);
            }
            self.no_block(item.at);
        }
        forbid
    }

    fn forbid_clauses(&mut self, c: &mut Cursor<'_>, forbid: &mut Forbid, meta: &mut Meta) {
        while c.peek().is_some() {
            if self.meta(c, meta) {
                continue;
            }
            let Some(node) = c.next() else { return };
            let mut inner = node.inner();
            let setting = match node.rule {
                Rule::severity => {
                    forbid.severity = Some(word::severity(node.str()));
                    continue;
                }
                Rule::deduct => {
                    forbid.points = inner.eat(Rule::num).map(|n| self.number(n)).or(Some(Decimal::ZERO));
                    continue;
                }
                Rule::veto => {
                    forbid.veto = true;
                    continue;
                }
                Rule::open => {
                    forbid.open = true;
                    continue;
                }
                Rule::unless => ForbidSetting::Unless(self.words_of(inner)),
                Rule::include => ForbidSetting::Include(inner.paths()),
                Rule::spoken_by => ForbidSetting::SpokenBy(inner.names()),
                Rule::within => match inner.next().map(|n| n.rule) {
                    Some(Rule::in_flows) => ForbidSetting::WithinFlows(inner.paths()),
                    Some(Rule::in_phases) => ForbidSetting::WithinPhases(inner.paths()),
                    _ => ForbidSetting::WithinSteps(inner.paths()),
                },
                Rule::position => ForbidSetting::Position(word::position(inner.next().map_or("", |n| n.str()))),
                Rule::while_ => ForbidSetting::When(self.inside(node)),
                Rule::quotes_count => ForbidSetting::QuotesCount,
                Rule::alike => ForbidSetting::Alike(folds(inner)),
                Rule::apart => ForbidSetting::Apart(folds(inner)),
                Rule::skip => match inner.eat(Rule::num) {
                    Some(n) => ForbidSetting::Skip(self.number(n), n.span()),
                    None => continue,
                },
                Rule::from_file => match inner.eat(Rule::text) {
                    Some(n) => ForbidSetting::FromFile(self.text(n)),
                    None => continue,
                },
                _ => continue,
            };
            forbid.settings.push(setting);
        }
    }

    fn forbid_entry(&mut self, item: Item) -> Option<ForbidEntry> {
        if !self.take_raw(item.at, How::Arrow) {
            return None;
        }
        let mut meta = item.meta;
        let words = self.words(item.at);
        Some(match words.find('→') {
            Some(arrow) => {
                let phrase = self.entry(item.at, 0, Some(arrow), &mut Meta::default());
                let replacement = self.entry(item.at, arrow + '→'.len_utf8(), None, &mut meta);
                ForbidEntry { phrase, replacement: Some(replacement), meta }
            }
            None => ForbidEntry { phrase: self.entry(item.at, 0, None, &mut meta), replacement: None, meta },
        })
    }

    /// Below an entry its words go on: a setting there would be words that nobody says. `setting` tells how a line with a head is read as one.
    fn no_settings_below(&mut self, at: usize, setting: impl Fn(Rule) -> Option<Rule>) {
        for below in self.lines.below(Some(at)) {
            let words = self.words(below);
            let rule = keyword::head(words).filter(|(k, _)| k.rule != Rule::k_basis).and_then(|(k, _)| Some((k, setting(k.rule)?)));
            if let Some((keyword, rule)) = rule
                && token::read(rule, words).is_ok()
            {
                self.report(refuse::setting_below(self.lines, at, below, keyword));
            }
        }
    }

    /// An entry: unquoted, or quoted as a whole.
    fn entry(&mut self, at: usize, start: usize, end: Option<usize>, meta: &mut Meta) -> Text {
        let piece = if end.is_some() {
            // Only the part after the arrow is continued by deeper lines.
            let lines = self.lines;
            match lines.get(at) {
                Some(line) => line.text.original(lines.src, start, end.unwrap_or(0)),
                None => return Text { parts: Vec::new(), span: self.span(at) },
            }
        } else {
            self.raw_piece(at, start, None, meta)
        };
        let file = self.file();
        let text: &str = &piece.text;
        let from = text.len() - text.trim_start().len();
        let to = text.trim_end().len().max(from);
        let span = piece.span(file, from, to);
        let body = text.get(from..to).unwrap_or("");
        if let Some(second) = second_text(body) {
            self.report(refuse::several_entries(piece.span(file, from + second, to)));
        }
        let quoted = is_quoted(body);
        let (from, to) = match quoted {
            Some((open, close)) => (from + open, to - close),
            None => (from, to),
        };
        Text { parts: self.parts(&piece.part(from, to)), span }
    }

    /// The words of a 除非, quoted or not.
    fn words_of(&mut self, c: Cursor<'_>) -> Vec<Text> {
        c.map(|n| match n.rule {
            Rule::text => self.text(n),
            _ => Text { parts: vec![TextPart::Plain(n.str().trim().into())], span: n.span() },
        })
        .collect()
    }
}

/// The differences that 不分 and 区分 name.
fn folds(c: Cursor<'_>) -> Vec<(Fold, Span)> {
    c.filter_map(|n| Some((word::fold(n.str())?, n.span()))).collect()
}

/// The lengths of the quotation marks, if the text is one quoted text.
fn is_quoted(text: &str) -> Option<(usize, usize)> {
    let open = text.chars().next().filter(|c| matches!(c, '“' | '”' | '"' | '「'))?;
    let close = text.chars().next_back()?;
    let inner = text.get(open.len_utf8()..text.len().checked_sub(close.len_utf8())?)?;
    let whole = match open {
        '「' => close == '」' && !inner.contains(['「', '」']),
        _ => matches!(close, '“' | '”' | '"') && !inner.contains(['“', '”', '"']),
    };
    whole.then_some((open.len_utf8(), close.len_utf8()))
}

/// Where the second text begins, if nothing stands here but quoted texts and what joins them.
fn second_text(body: &str) -> Option<usize> {
    let joint = |c: char| c.is_whitespace() || matches!(c, '、' | '，' | ',' | '；' | ';' | '/' | '|' | '或' | '→');
    let (mut at, mut second, mut texts) = (0, None, 0);
    while let Some(rest) = body.get(at..).filter(|r| !r.is_empty()) {
        let open = rest.chars().next().filter(|c| matches!(c, '“' | '"' | '「'))?;
        let inner = rest.get(open.len_utf8()..)?;
        let close = inner.find(|c| matches!((open, c), ('「', '」') | ('“' | '"', '”' | '"')))?;
        texts += 1;
        second = second.or((texts == 2).then_some(at));
        let end = open.len_utf8() + close + inner.get(close..)?.chars().next().map_or(0, char::len_utf8);
        at += end + rest.get(end..)?.find(|c| !joint(c)).unwrap_or(rest.len() - end);
    }
    second
}

/// 除非 in a 用语: what shields a phrase belongs to what must not be said.
fn shielded_class(span: Span) -> Diagnostic {
    let (zh, en) = ("“除非”写在禁语里，用语里不能写", "`unless` belongs in a `forbid`, not in a `phrases`");
    Diagnostic::new(&codes::MISPLACED, span, zh, en).help(
        "禁语里的“除非”是含着那个词却不算的话；用语是要说的话，要分清的写法写成“区分”，说了不算的话写成禁语。就是要说这一句的，加引号：“除非……”。",
        "In a `forbid` it lists longer texts that shield a phrase. A `phrases` is what is to be said: tell writings apart with `tell apart`, and put what must not be said into a `forbid`. To say these very words, quote them.",
    )
}

fn is_phrase_setting(head: Option<Rule>) -> bool {
    matches!(
        head,
        Some(
            Rule::k_any_of
                | Rule::k_all_of
                | Rule::k_in_order
                | Rule::k_verbatim
                | Rule::k_gist
                | Rule::k_key_points
                | Rule::k_open
                | Rule::k_no_interruption
                | Rule::k_pace
                | Rule::k_asserts
                | Rule::k_promises
                | Rule::k_unless
                | Rule::k_include
                | Rule::k_alike
                | Rule::k_apart
                | Rule::k_basis
                | Rule::k_floor
                | Rule::k_formerly
        )
    )
}

fn is_forbid_setting(head: Rule) -> bool {
    matches!(
        head,
        Rule::k_unless
            | Rule::k_include
            | Rule::k_spoken_by
            | Rule::k_within
            | Rule::k_position
            | Rule::k_on
            | Rule::k_alike
            | Rule::k_apart
            | Rule::k_skip
            | Rule::k_quotes_count
            | Rule::k_from_file
    )
}

fn is_forbid_clause(head: Rule) -> bool {
    matches!(
        head,
        Rule::k_serious
            | Rule::k_ordinary
            | Rule::k_minor
            | Rule::k_deduct
            | Rule::k_veto
            | Rule::k_open
            | Rule::k_basis
            | Rule::k_floor
            | Rule::k_formerly
    )
}

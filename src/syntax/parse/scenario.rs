//! 场景: its clauses, its table of rows, its lines.

use super::clause::nameless;
use super::cx::{Cx, Item};
use crate::base::Span;
use crate::syntax::ast::{ClockMark, DayMark, Meta, PlacedTime, Play, PlayKind, RowsTable, Scenario, ScenarioLine, Speaker, TimeMark};
use crate::syntax::grammar::Rule;
use crate::syntax::token::{Cursor, Node};
use crate::syntax::word;

impl Cx<'_> {
    /// 场景 with its lines.
    pub(crate) fn scenario(&mut self, at: usize, meta: &mut Meta) -> Scenario {
        let name = nameless(self, at);
        let mut scenario = Scenario { name, audit: false, line: None, rows: None, plays: Vec::new() };
        if let Some(toks) = self.read_head(at, Rule::scenario_head)
            && let Some(mut c) = self.cursor(at, &toks)
        {
            scenario.name = c.name();
            self.scenario_clauses(&mut c, &mut scenario, meta);
        }
        for item in self.block(Some(at)) {
            match item.head {
                Some(Rule::k_audit | Rule::k_organisation | Rule::k_case | Rule::k_basis | Rule::k_floor | Rule::k_formerly)
                    if !self.is_speech(item.at) =>
                {
                    if let Some(toks) = self.read(item.at, Rule::scenario_clause_line)
                        && let Some(mut c) = self.cursor(item.at, &toks)
                    {
                        self.scenario_clauses(&mut c, &mut scenario, meta);
                    }
                    self.no_block(item.at);
                }
                Some(Rule::k_rows) => {
                    let table = self.rows_table(item);
                    match &mut scenario.rows {
                        Some(first) => {
                            let finding = super::refuse::second_rows(table.span, first.span);
                            self.report(finding);
                        }
                        None => scenario.rows = Some(table),
                    }
                }
                _ => scenario.plays.extend(self.play_line(item)),
            }
        }
        scenario
    }

    fn is_speech(&self, at: usize) -> bool {
        let words = self.words(at);
        let rest = words.get(crate::syntax::keyword::word(words).len()..).unwrap_or("").trim_start();
        rest.starts_with([':', '(', '〔'])
    }

    fn scenario_clauses(&mut self, c: &mut Cursor<'_>, scenario: &mut Scenario, meta: &mut Meta) {
        while c.peek().is_some() {
            if self.meta(c, meta) {
                continue;
            }
            match c.next() {
                Some(n) if n.rule == Rule::audit => scenario.audit = true,
                Some(n) => {
                    let line = if n.rule == Rule::organisation { ScenarioLine::Organisation } else { ScenarioLine::Case };
                    scenario.line = Some((line, n.span()));
                }
                None => {}
            }
        }
    }

    fn rows_table(&mut self, item: Item) -> RowsTable {
        let mut table = RowsTable { columns: Vec::new(), rows: Vec::new(), span: self.span(item.at) };
        if let Some(toks) = self.read(item.at, Rule::rows_line)
            && let Some(mut c) = self.cursor(item.at, &toks)
        {
            table.columns = c.names();
        }
        for row in self.block(Some(item.at)) {
            if let Some(toks) = self.read(row.at, Rule::rows_row)
                && let Some(mut c) = self.cursor(row.at, &toks)
            {
                let label = c.eat(Rule::row_name).map(|n| n.inner().name());
                let mut cells = Vec::new();
                while let Some(n) = c.eat(Rule::cell) {
                    cells.push(self.cell(n));
                }
                table.rows.push((label, cells, self.span(row.at)));
            }
            self.no_block(row.at);
        }
        table
    }

    fn play_line(&mut self, item: Item) -> Option<Play> {
        let Item { at, mut meta, .. } = item;
        let toks = self.read(at, Rule::play_line)?;
        let mut c = self.cursor(at, &toks)?;
        let (time, until) = match c.eat(Rule::time) {
            Some(n) => self.time(n),
            None => (None, None),
        };
        let node = c.node();
        let kind = match node {
            Some(n) if is_play(n.rule) => {
                c.next();
                self.play(n, at, &mut meta)?
            }
            _ => PlayKind::Tick,
        };
        if !matches!(kind, PlayKind::Speech { .. }) {
            self.metas(&mut c, &mut meta);
            self.clauses_below(at, &mut meta);
        }
        Some(Play { time, until, kind, meta, span: self.span(at) })
    }

    fn time(&mut self, node: Node<'_>) -> (Option<PlacedTime>, Option<PlacedTime>) {
        let mut c = node.inner();
        let Some(first) = c.next() else { return (None, None) };
        let day = match first.rule {
            Rule::after_last => return (Some((TimeMark::After(self.inside(first)), node.span())), None),
            Rule::from_to => {
                let mut ends = first.inner();
                return (ends.next().map(moment), ends.next().map(moment));
            }
            Rule::offset => return (Some(moment(first)), None),
            Rule::column_word if c.peek().is_none() => return (Some(moment(first)), None),
            Rule::column_word => DayMark::Column(first.inner().name()),
            Rule::date => DayMark::Date(self.date(first)),
            _ => match word::day(first.str()) {
                Some(day) => DayMark::Word(day),
                None => return (None, None),
            },
        };
        let clock = match c.next() {
            Some(n) if n.rule == Rule::clock => ClockMark::Clock(self.clock(n)),
            Some(n) => ClockMark::Column(n.inner().name()),
            None => return (None, None),
        };
        (Some((TimeMark::On(day, clock), node.span())), None)
    }

    fn play(&mut self, node: Node<'_>, at: usize, meta: &mut Meta) -> Option<PlayKind> {
        let mut c = node.inner();
        Some(match node.rule {
            Rule::speech => {
                let who = match c.next()? {
                    n if n.rule == Rule::braced => Speaker::Column(super::expect::named(n)?.parts.pop()?),
                    n => Speaker::Actor(word::actor(n.str())),
                };
                let tone = c.eat(Rule::tone).map(|n| n.inner().name());
                let marks = c.eat(Rule::marked).map(|n| n.inner().map(|m| word::mark(m.name())).collect()).unwrap_or_default();
                let start = c.eat(Rule::rest).map_or(node.end, |n| n.start);
                PlayKind::Speech { who, tone, marks, text: self.raw(at, start, meta) }
            }
            Rule::given => {
                let mut pairs = Vec::new();
                for n in c {
                    let mut inner = n.inner();
                    pairs.push((inner.path(), self.values(&mut inner, n.span())));
                }
                PlayKind::Given(pairs)
            }
            Rule::starting => {
                let value = c.eat(Rule::value).map(|n| self.expr(n));
                PlayKind::Starting(value, c.eat(Rule::using).map(|n| n.inner().name()))
            }
            Rule::starting_flow => {
                let flow = c.path();
                PlayKind::StartingFlow(flow, self.next_args(&mut c))
            }
            Rule::choose => PlayKind::Choose(self.label(&mut c)),
            Rule::enter => {
                let path = c.path();
                PlayKind::Enter(path, self.next_expr(&mut c))
            }
            Rule::submit => PlayKind::Submit(c.path()),
            Rule::erased => {
                let form = c.path();
                PlayKind::Erased(form, self.next_args(&mut c))
            }
            Rule::host => {
                let event = c.path();
                PlayKind::Host(event, self.next_args(&mut c))
            }
            Rule::called => PlayKind::Called(c.eat(Rule::text).map(|n| self.text(n))?),
            Rule::gap => PlayKind::Gap(c.next().map(|n| word::actor(n.str()))),
            Rule::unfinished => PlayKind::Unfinished,
            Rule::expect => PlayKind::Expect(self.expectation(node).into_iter().collect()),
            _ => PlayKind::Event(self.occurrence(node)),
        })
    }

    fn values(&mut self, c: &mut Cursor<'_>, span: Span) -> crate::syntax::ast::Expr {
        let first = self.next_expr(c);
        if c.peek() != Some(Rule::expr) {
            return first;
        }
        let mut all = vec![first];
        while c.peek() == Some(Rule::expr) {
            all.push(self.next_expr(c));
        }
        crate::syntax::ast::Expr { kind: crate::syntax::ast::ExprKind::List(all), span }
    }
}

fn is_play(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::speech
            | Rule::given
            | Rule::starting
            | Rule::starting_flow
            | Rule::choose
            | Rule::enter
            | Rule::submit
            | Rule::erased
            | Rule::host
            | Rule::gap
            | Rule::called
            | Rule::unfinished
            | Rule::expect
            | Rule::occurrence
    )
}

/// `[h:]mm:ss[.fff]`, or the column that holds it.
pub(super) fn moment(node: Node<'_>) -> PlacedTime {
    let mark = if node.rule == Rule::column_word { TimeMark::Column(node.inner().name()) } else { TimeMark::Offset(offset(node.str())) };
    (mark, node.span())
}

/// `[h:]mm:ss[.fff]` in milliseconds.
pub(crate) fn offset(text: &str) -> i64 {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let mut total = 0_i64;
    for field in whole.split(':') {
        total = total.saturating_mul(60).saturating_add(field.parse().unwrap_or(i64::from(u32::MAX)));
    }
    total.saturating_mul(1000).saturating_add(format!("{part:0<3}").parse().unwrap_or(0))
}

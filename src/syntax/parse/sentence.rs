//! The temporal sentences of 规则 and 保证.

use super::cx::{Cx, Item};
use super::expr::missing;
use crate::syntax::ast::{
    Actor, DayWord, Edge, Event, Modal, ModalWord, Ordered, Ordinal, Relation, Remedy, ScopeClause, Sentence, SentenceForm, Stretch,
    StretchKind, WithinTime,
};
use crate::syntax::grammar::Rule;
use crate::syntax::token::{Cursor, Node};
use crate::syntax::{keyword, word};

impl Cx<'_> {
    /// One line of a rule.
    pub(crate) fn sentence(&mut self, item: Item) -> Option<Sentence> {
        let Item { at, mut meta, .. } = item;
        let Some(toks) = self.read(at, Rule::sentence_line) else {
            self.clauses_below(at, &mut meta);
            return None;
        };
        let mut c = self.cursor(at, &toks)?;
        let mut scopes = Vec::new();
        while let Some(n) = c.next_if(is_scope) {
            scopes.push(self.scope(n));
        }
        let form = self.sentence_form(&mut c);
        let mut sentence = Sentence { scopes, form, otherwise: Vec::new(), unless: None, latest: None, meta, span: self.span(at) };
        while let Some(n) = c.next_if(|r| matches!(r, Rule::else_clause | Rule::unless_clause | Rule::latest)) {
            match n.rule {
                Rule::else_clause => sentence.otherwise.extend(n.inner().filter_map(|n| self.remedy(n))),
                Rule::unless_clause => sentence.unless = Some(self.next_events(&mut n.inner())),
                _ => sentence.latest = Some(n.span()),
            }
        }
        self.metas(&mut c, &mut sentence.meta);
        self.clauses_below(at, &mut sentence.meta);
        Some(sentence)
    }

    /// 若, 在 … 时, 自 … 至, 每
    pub(crate) fn scope(&mut self, node: Node<'_>) -> ScopeClause {
        let mut c = node.inner();
        match node.rule {
            Rule::if_scope => ScopeClause::If(self.next_expr(&mut c)),
            Rule::from_scope => {
                let from = self.next_events(&mut c);
                ScopeClause::FromTo(from, self.next_events(&mut c))
            }
            Rule::every_scope => ScopeClause::Every(self.next_expr(&mut c)),
            _ => ScopeClause::During(self.stretch(&mut c)),
        }
    }

    /// The stretch that comes next.
    pub(crate) fn stretch(&mut self, c: &mut Cursor<'_>) -> Stretch {
        let Some(node) = c.eat(Rule::span) else { return Stretch { kind: StretchKind::Connected, span: c.here() } };
        let mut inner = node.inner();
        let kind = match inner.eat(Rule::actor).map(|n| word::actor(n.str())) {
            Some(actor) if inner.eat(Rule::quiet).is_some() => StretchKind::Silence(Some(actor)),
            Some(actor) => StretchKind::Speaking(actor),
            None => match keyword::head(node.str()).filter(|(_, len)| keyword_stands_alone(node.str(), *len)).map(|(k, _)| k.rule) {
                Some(Rule::k_silence) => StretchKind::Silence(None),
                Some(Rule::k_ringing) => StretchKind::Ringing,
                Some(Rule::k_connected) => StretchKind::Connected,
                Some(Rule::k_on_hold) => StretchKind::OnHold,
                Some(Rule::k_on_mute) => StretchKind::OnMute,
                Some(Rule::k_in_flow) => StretchKind::InFlow(inner.path()),
                Some(Rule::k_in_step) => StretchKind::InStep(inner.path()),
                Some(Rule::k_in_phase) => StretchKind::InPhase(inner.path()),
                _ => StretchKind::Named(inner.path()),
            },
        };
        Stretch { kind, span: node.span() }
    }

    fn sentence_form(&mut self, c: &mut Cursor<'_>) -> SentenceForm {
        let Some(node) = c.next_if(|r| {
            matches!(r, Rule::by_clause | Rule::edge | Rule::successive | Rule::lasting | Rule::within_span | Rule::ordinal | Rule::events)
        }) else {
            return SentenceForm::Plain(self.ordered(c));
        };
        let mut inner = node.inner();
        match node.rule {
            Rule::by_clause => {
                let value = self.next_expr(&mut inner);
                SentenceForm::By(value, self.ordered(c))
            }
            Rule::edge => SentenceForm::Edge(edge(node), self.ordered(c)),
            Rule::successive => {
                let event = self.next_events(&mut inner);
                let modal = c.eat(Rule::modal).map(modal);
                SentenceForm::Successive(event, modal, self.bound(c))
            }
            Rule::lasting => {
                let stretch = self.stretch(&mut inner);
                let total = inner.eat(Rule::summed).is_some();
                let modal = self.modal(c);
                SentenceForm::Lasting { stretch, total, modal, bound: self.bound(c) }
            }
            Rule::within_span => {
                let stretch = self.stretch(&mut inner);
                let every = inner.peek().map(|_| self.sum(&mut inner));
                SentenceForm::While { stretch, every, ordered: self.ordered(c) }
            }
            Rule::ordinal => {
                let ordinal = self.ordinal(node);
                let event = self.next_events(c);
                SentenceForm::Related { ordinal: Some(ordinal), event, relation: self.relation(c) }
            }
            _ => {
                let atoms = node.inner().map(|n| self.occurrence(n)).collect();
                let event = Event { atoms, span: node.span() };
                SentenceForm::Related { ordinal: None, event, relation: self.relation(c) }
            }
        }
    }

    fn relation(&mut self, c: &mut Cursor<'_>) -> Relation {
        match c.peek() {
            Some(Rule::side) => {
                let before = c.next().is_some_and(|n| head(n) == Some(Rule::k_beforehand));
                let within = c.eat(Rule::within_time).map(|n| self.within_time(n));
                let ordered = self.ordered(c);
                if before { Relation::Before(within, ordered) } else { Relation::After(within, ordered) }
            }
            Some(Rule::link) => match c.next().and_then(head) {
                Some(Rule::k_next_line) => Relation::NextLine(self.ordered(c)),
                Some(Rule::k_in_between) => Relation::Between(self.ordered(c)),
                _ => Relation::Then(self.ordered(c)),
            },
            Some(Rule::confined) => {
                c.next();
                Relation::Only(self.stretch(c))
            }
            Some(Rule::times_bound) => Relation::Count(None, self.next_times(c)),
            _ => {
                let modal = self.modal(c);
                match c.peek() {
                    Some(Rule::times_bound) => Relation::Count(Some(modal), self.next_times(c)),
                    Some(Rule::span) => Relation::At(modal, self.stretch(c)),
                    _ => Relation::Ordered(modal, self.next_events(c)),
                }
            }
        }
    }

    fn next_times(&mut self, c: &mut Cursor<'_>) -> crate::syntax::ast::Test {
        match c.eat(Rule::times_bound) {
            Some(node) => self.times_bound(node),
            None => crate::syntax::ast::Test::Known,
        }
    }

    fn within_time(&mut self, node: Node<'_>) -> WithinTime {
        let mut c = node.inner();
        if c.eat(Rule::until).is_some() {
            if let Some(word) = c.eat(Rule::day_word) {
                let day = match head(word) {
                    Some(Rule::k_same_day) => DayWord::Same,
                    Some(Rule::k_next_day) => DayWord::Next,
                    _ => DayWord::NextWorkday,
                };
                let clock = c.eat(Rule::clock).map_or(crate::syntax::ast::Clock(0), |n| self.clock(n));
                return WithinTime::UntilDay(day, clock, node.span());
            }
            return WithinTime::Until(self.next_expr(&mut c));
        }
        match self.bound(&mut c) {
            crate::syntax::ast::Test::Compare(_, value) => WithinTime::Bare(value),
            bound => WithinTime::Bound(bound, node.span()),
        }
    }

    fn ordered(&mut self, c: &mut Cursor<'_>) -> Ordered {
        let actor: Option<Actor> = c.eat(Rule::actor).map(|n| word::actor(n.str()));
        let modal = self.modal(c);
        Ordered { actor, modal, event: self.next_events(c) }
    }

    fn modal(&mut self, c: &mut Cursor<'_>) -> Modal {
        let here = c.here();
        c.eat(Rule::modal).map_or(Modal { word: ModalWord::Must, span: here }, modal)
    }

    fn ordinal(&mut self, node: Node<'_>) -> Ordinal {
        let span = node.span();
        match head(node) {
            Some(Rule::k_each) => Ordinal::Each(span),
            Some(Rule::k_first) => Ordinal::First(span),
            Some(Rule::k_repeated) => Ordinal::Repeated(span),
            _ => {
                let mut c = node.inner();
                let n = if c.peek().is_some() { self.atom(&mut c) } else { missing(span) };
                Ordinal::Nth(n, span)
            }
        }
    }

    fn remedy(&mut self, node: Node<'_>) -> Option<Remedy> {
        let mut c = node.inner();
        match node.rule {
            Rule::do_ => {
                let action = c.path();
                Some(Remedy::Do(action, self.next_args(&mut c), node.span()))
            }
            Rule::climb => Some(Remedy::Escalate(c.path())),
            _ => None,
        }
    }
}

fn is_scope(rule: Rule) -> bool {
    matches!(rule, Rule::if_scope | Rule::at_scope | Rule::from_scope | Rule::every_scope | Rule::while_scope)
}

fn head(node: Node<'_>) -> Option<Rule> {
    keyword::head(node.str()).map(|(k, _)| k.rule)
}

/// A name may begin with a keyword: only a word that ends there is one.
fn keyword_stands_alone(text: &str, len: usize) -> bool {
    text.get(len..).and_then(|rest| rest.chars().next()).is_none_or(|c| !keyword::is_name_char(c) && c != '.')
}

fn edge(node: Node<'_>) -> Edge {
    match head(node) {
        Some(Rule::k_first_event) => Edge::FirstEvent,
        Some(Rule::k_last_line) => Edge::LastLine,
        Some(Rule::k_last_event) => Edge::LastEvent,
        _ => Edge::FirstLine,
    }
}

fn modal(node: Node<'_>) -> Modal {
    let word = match head(node) {
        Some(Rule::k_must_not) => ModalWord::MustNot,
        Some(Rule::k_should) => ModalWord::Should,
        Some(Rule::k_should_not) => ModalWord::ShouldNot,
        Some(Rule::k_advisable) => ModalWord::Advisable,
        Some(Rule::k_inadvisable) => ModalWord::Inadvisable,
        Some(Rule::k_may) => ModalWord::May,
        _ => ModalWord::Must,
    };
    Modal { word, span: node.span() }
}

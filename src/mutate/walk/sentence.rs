//! Rules and their sentences.

use super::{Node, See, event, expr};
use crate::mutate::turn::Turn;
use crate::syntax::ast::{Ordered, Ordinal, Relation, Remedy, RuleDecl, ScopeClause, Sentence, SentenceForm, WithinTime};

/// A rule. What it only assumes for a proof changes no verdict, and marks are seen by no scenario.
pub(super) fn rule(rule: &mut RuleDecl, see: &mut See<'_>, turn: &mut Turn<'_>) {
    rule.measure.iter_mut().for_each(|m| super::limits::measure(m, see, turn));
    rule.sentences.iter_mut().for_each(|s| sentence(s, see, turn));
}

fn sentence(sentence: &mut Sentence, see: &mut See<'_>, turn: &mut Turn<'_>) {
    see(Node::Sentence(sentence), turn);
    for scope in &mut sentence.scopes {
        match scope {
            ScopeClause::If(e) | ScopeClause::Every(e) => expr::expr(e, see, turn),
            ScopeClause::During(_) => {}
            ScopeClause::FromTo(from, to) => {
                event(from, see, turn);
                event(to, see, turn);
            }
        }
    }
    match &mut sentence.form {
        SentenceForm::By(by, ordered) => {
            expr::expr(by, see, turn);
            self::ordered(ordered, see, turn);
        }
        SentenceForm::Edge(_, ordered) | SentenceForm::Plain(ordered) => self::ordered(ordered, see, turn),
        SentenceForm::Successive(both, _, bound) => {
            event(both, see, turn);
            expr::test(bound, see, turn);
        }
        SentenceForm::Lasting { bound, .. } => expr::test(bound, see, turn),
        SentenceForm::While { every, ordered, .. } => {
            every.iter_mut().for_each(|e| expr::expr(e, see, turn));
            self::ordered(ordered, see, turn);
        }
        SentenceForm::Related { ordinal, event: opens, relation } => {
            if let Some(Ordinal::Nth(n, _)) = ordinal {
                expr::expr(n, see, turn);
            }
            event(opens, see, turn);
            self::relation(relation, see, turn);
        }
    }
    for remedy in &mut sentence.otherwise {
        if let Remedy::Do(_, args, _) = remedy {
            expr::args(args, see, turn);
        }
    }
    sentence.unless.iter_mut().for_each(|e| event(e, see, turn));
}

fn relation(relation: &mut Relation, see: &mut See<'_>, turn: &mut Turn<'_>) {
    match relation {
        Relation::Before(within, ordered) | Relation::After(within, ordered) => {
            match within {
                Some(WithinTime::Until(e) | WithinTime::Bare(e)) => expr::expr(e, see, turn),
                Some(WithinTime::Bound(test, _)) => expr::test(test, see, turn),
                Some(WithinTime::UntilDay(..)) | None => {}
            }
            self::ordered(ordered, see, turn);
        }
        Relation::NextLine(ordered) | Relation::Between(ordered) | Relation::Then(ordered) => self::ordered(ordered, see, turn),
        Relation::Count(_, test) => expr::test(test, see, turn),
        Relation::Ordered(_, e) => event(e, see, turn),
        Relation::Only(_) | Relation::At(..) => {}
    }
}

fn ordered(ordered: &mut Ordered, see: &mut See<'_>, turn: &mut Turn<'_>) {
    event(&mut ordered.event, see, turn);
}

//! From the form of a sentence to one of the eighteen patterns.

use super::bound::{Ends, step};
use super::events::{forbids, source};
use super::key::KeyRef;
use crate::sema::cx::Cx;
use crate::sema::model::{
    BinaryOp, CalendarId, Counts, Event, EventAtom, EventKind, Expr, ExprKind, Keyed, Nth, Pattern, Slot, Trigger, Ty, Within,
};
use crate::sema::scope::Symbol;
use crate::syntax::ast::{self, Edge, ModalWord, Ordered, Ordinal, Relation, SentenceForm, WithinTime};

impl Cx<'_> {
    /// What a sentence says; a stretch of its own goes to what it holds within.
    pub(super) fn pattern(&mut self, form: &SentenceForm, key: &KeyRef, using: Option<CalendarId>, within: &mut Within) -> Option<Pattern> {
        match form {
            SentenceForm::Plain(ordered) => Some(self.plain(ordered, key)),
            SentenceForm::By(value, ordered) => {
                let must = self.must(ordered, key, "不晚于", "by time")?;
                let (instant, less) = match &value.kind {
                    ast::ExprKind::Binary(ast::BinaryOp::Sub, v, t) => (self.instant(v), Some(self.plain_length(t, using)?)),
                    _ => (self.instant(value), None),
                };
                let arms = self.arms(&instant, key);
                Some(Pattern::By { instant, arms, less, window: None, must })
            }
            SentenceForm::Edge(edge, ordered) => self.edge(*edge, ordered, key),
            SentenceForm::Successive(event, modal, bound) => {
                let on = self.trigger(event, None, key);
                self.orders(modal.as_ref(), "两次 … 之间", "successive")?;
                let Ends { least: Some(least), most: None, .. } = self.exact_ends(bound)? else {
                    let (zh, en) = ("“两次 … 之间”说的是至少隔多久", "`successive … in between` says how far apart at least");
                    self.no_such_sentence(event.span, zh, en, ("写成“至少 3秒”。", "Write `至少 3秒`."));
                    return None;
                };
                Some(Pattern::Apart(on, least))
            }
            SentenceForm::Lasting { stretch, total, modal, bound } => self.lasting(stretch, *total, modal, bound),
            SentenceForm::While { stretch, every, ordered } => {
                let of = self.stretch_ref(stretch);
                let Some(every) = every else {
                    within.during.push((of, stretch.span));
                    return Some(self.plain(ordered, key));
                };
                let must = self.must(ordered, key, "每 多久", "every")?;
                Some(Pattern::EachIn(of, self.exact(every)?, must))
            }
            SentenceForm::Related { ordinal, event, relation } => self.related(ordinal.as_ref(), event, relation, key, using),
        }
    }

    fn related(
        &mut self,
        ordinal: Option<&Ordinal>,
        event: &ast::Event,
        relation: &Relation,
        key: &KeyRef,
        using: Option<CalendarId>,
    ) -> Option<Pattern> {
        match relation {
            Relation::Before(time, ordered) => {
                if let Some(value) = self.as_value(event) {
                    return self.before_instant(&value, time.as_ref(), ordered, key, using);
                }
                if let Some(time) = time {
                    let (zh, en) = ("“之前”前面是一件事的时候，不能写多久", "before an event no length can stand");
                    let help = (
                        "只问先后，就去掉时长；要在某个时刻之前多久，把那个时刻写在“之前”前面。",
                        "For the order alone leave out the length; to be some time before an instant, write the instant.",
                    );
                    self.no_such_sentence(time.span(), zh, en, help);
                    return None;
                }
                let first = self.trigger(event, ordinal, key);
                let second = self.ordered(ordered, key);
                if forbids(ordered.modal.word) {
                    // Until A has come, B must not: every B asks for an A before it.
                    let of = Trigger { on: second, nth: Nth::Any };
                    return Some(Pattern::Before { of, must: first.on, each: false, until: true });
                }
                let each = matches!(ordinal, Some(Ordinal::Each(_)));
                Some(Pattern::Before { of: first, must: second, each, until: false })
            }
            Relation::After(time, ordered) => {
                let on = self.trigger(event, ordinal, key);
                let bound = match time {
                    Some(time) => Some(self.how_long(time, using)?),
                    None => None,
                };
                let then = self.ordered(ordered, key);
                Some(if forbids(ordered.modal.word) { Pattern::Barred(on, then, bound) } else { Pattern::After(on, then, bound) })
            }
            Relation::NextLine(ordered) => {
                let on = self.trigger(event, ordinal, key);
                let must = self.must(ordered, key, "下一句", "next line")?;
                let must = self.spoken(must)?;
                Some(Pattern::Next(on, must))
            }
            Relation::Between(ordered) => {
                let on = self.trigger(event, None, key);
                let must = self.must(ordered, key, "之间", "in between")?;
                Some(Pattern::Between(on, must))
            }
            Relation::Then(ordered) => {
                let on = self.trigger(event, ordinal, key);
                let must = self.must(ordered, key, "则", "then")?;
                Some(Pattern::Implies(on, must))
            }
            Relation::Only(stretch) => {
                let on = self.trigger(event, ordinal, key);
                let of = self.stretch_ref(stretch);
                self.needs_zone(stretch.span, of);
                Some(Pattern::Only(on, of, false))
            }
            Relation::At(modal, stretch) => {
                let on = self.trigger(event, ordinal, key);
                let of = self.stretch_ref(stretch);
                self.needs_zone(stretch.span, of);
                Some(Pattern::Only(on, of, forbids(modal.word)))
            }
            Relation::Count(modal, times) => {
                let on = self.trigger(event, ordinal, key);
                self.orders(modal.as_ref(), "至多、至少", "at most")?;
                let ends = self.ends(times, |ty| matches!(ty, Ty::Times | Ty::Integer))?;
                let times = |e: Expr| Expr { ty: Ty::Times, ..e };
                Some(Pattern::Times(on, ends.least.map(times), ends.most.map(times)))
            }
            Relation::Ordered(modal, then) => self.counted_in_rings(event, modal, then, key),
        }
    }

    /// `振铃 3声 以内 必须 接听`: P9 counted in rings from the call's coming.
    fn counted_in_rings(&mut self, event: &ast::Event, modal: &ast::Modal, then: &ast::Event, key: &KeyRef) -> Option<Pattern> {
        let ring = match event.atoms.as_slice() {
            [ast::EventAtom { actor: None, kind: ast::EventKind::Ring, test: Some(test), filter: None, .. }] => Some(test),
            _ => None,
        };
        let Some(test) = ring else {
            let (zh, en) =
                ("两件事之间少了“之前”“之后”这样的词", "between two events a word such as `beforehand` or `afterwards` is missing");
            let help =
                ("写明先后：甲 之后 必须 乙，乙 之前 必须 甲。", "Say which comes first: `A afterwards must B`, `B beforehand must A`.");
            self.no_such_sentence(modal.span, zh, en, help);
            return None;
        };
        self.orders(Some(modal), "振铃", "ring")?;
        let bound = self.rung(test, event.span)?;
        let coming = EventAtom { actor: None, kind: EventKind::Incoming, test: None, filter: None, span: event.span };
        let on = Keyed { event: Event { atoms: vec![coming], span: event.span }, keys: vec![None] };
        let then = self.with_key(then, key);
        Some(Pattern::After(Trigger { on, nth: Nth::Any }, then, Some(bound)))
    }

    fn plain(&mut self, ordered: &Ordered, key: &KeyRef) -> Pattern {
        let on = Trigger { on: self.ordered(ordered, key), nth: Nth::Any };
        match ordered.modal.word {
            ModalWord::Must | ModalWord::Should | ModalWord::Advisable => Pattern::Always(on),
            ModalWord::MustNot | ModalWord::ShouldNot | ModalWord::Inadvisable | ModalWord::May => Pattern::Never(on),
        }
    }

    fn edge(&mut self, edge: Edge, ordered: &Ordered, key: &KeyRef) -> Option<Pattern> {
        let (zh, en) = match edge {
            Edge::FirstLine => ("第一句", "first line"),
            Edge::FirstEvent => ("首先", "first event"),
            Edge::LastLine => ("最后一句", "last line"),
            Edge::LastEvent => ("最后", "last event"),
        };
        let must = self.must(ordered, key, zh, en)?;
        let (counts, must) = match edge {
            Edge::FirstLine | Edge::LastLine => (Counts::Turn, self.spoken(must)?),
            Edge::FirstEvent | Edge::LastEvent => (source(&must.event), must),
        };
        Some(match edge {
            Edge::FirstLine | Edge::FirstEvent => Pattern::First(counts, must),
            Edge::LastLine | Edge::LastEvent => Pattern::Last(counts, must),
        })
    }

    fn lasting(&mut self, stretch: &ast::Stretch, total: bool, modal: &ast::Modal, bound: &ast::Test) -> Option<Pattern> {
        let of = self.stretch_ref(stretch);
        let ends = self.exact_ends(bound)?;
        let (least, most) = if forbids(modal.word) {
            // What is forbidden from here on is allowed up to just before, and the other way round.
            (ends.most.map(|e| if ends.open { e } else { step(e, BinaryOp::Add) }), ends.least.map(|e| step(e, BinaryOp::Sub)))
        } else {
            (ends.least, ends.most.map(|e| if ends.open { step(e, BinaryOp::Sub) } else { e }))
        };
        if modal.word == ModalWord::May || least.is_some() && most.is_some() && forbids(modal.word) {
            let (zh, en) = ("“持续”“累计”说的是不得超过多久，或者必须多久以上", "`lasting` says how long at most, or at least");
            self.no_such_sentence(modal.span, zh, en, ("写成“不得 超过 10分钟”。", "Write `不得 超过 10分钟`."));
            return None;
        }
        Some(Pattern::Lasts { of, total, most, least })
    }

    /// `V 之前 T 以内 必须 B`, `V 之前 必须 B`
    fn before_instant(
        &mut self,
        value: &ast::Expr,
        time: Option<&WithinTime>,
        ordered: &Ordered,
        key: &KeyRef,
        using: Option<CalendarId>,
    ) -> Option<Pattern> {
        let must = self.must(ordered, key, "之前", "beforehand")?;
        let instant = self.instant(value);
        let arms = self.arms(&instant, key);
        let Some(time) = time else {
            let less = Expr::new(ExprKind::Value(crate::sema::model::Value::Duration(1)), Ty::Duration, value.span);
            return Some(Pattern::By { instant, arms, less: Some(less), window: None, must });
        };
        let window = match time {
            WithinTime::Bound(test, _) => {
                let ends = self.ends(test, Ty::is_length)?;
                ends.most.iter().for_each(|e| self.counted_out(e, using));
                ends.most.filter(|_| ends.least.is_none() && !ends.open)
            }
            WithinTime::Bare(_) => match self.how_long(time, using)?.most {
                Some(crate::sema::model::Until::Length(e)) => Some(e),
                _ => None,
            },
            WithinTime::Until(_) | WithinTime::UntilDay(..) => None,
        };
        if window.is_none() {
            let (zh, en) = ("“之前”后面写“多久以内”", "after `beforehand` stands how long before at most");
            self.no_such_sentence(time.span(), zh, en, ("写成“4小时以内”。", "Write `4小时以内`."));
            return None;
        }
        Some(Pattern::By { instant, arms, less: None, window, must })
    }

    fn instant(&mut self, value: &ast::Expr) -> Expr {
        self.value_for(value, &Slot::of(Ty::Instant))
    }

    /// The events that make a value known, or change it.
    fn arms(&mut self, instant: &Expr, key: &KeyRef) -> Option<Keyed> {
        let mut kinds = Vec::new();
        instant.each(&mut |e| match &e.kind {
            ExprKind::EventArg(id, _) => {
                let n = self.model.events.get(id.index()).map_or(0, |ev| ev.params.len());
                kinds.push(EventKind::Declared(*id, vec![None; n]));
            }
            ExprKind::Field(base, field) => {
                if let Ty::Record(form) = base.ty {
                    kinds.push(EventKind::Changed(form, Some(*field)));
                }
            }
            _ => {}
        });
        let span = instant.span;
        let atoms: Vec<EventAtom> = kinds.into_iter().map(|kind| EventAtom { actor: None, kind, test: None, filter: None, span }).collect();
        let keys = atoms.iter().map(|a| self.key_of(a, key)).collect();
        (!atoms.is_empty()).then_some(Keyed { event: Event { atoms, span }, keys })
    }

    /// A path before 之前 that is a value and no event.
    fn as_value(&mut self, event: &ast::Event) -> Option<ast::Expr> {
        let [ast::EventAtom { actor: None, kind: ast::EventKind::Declared(path, args), test: None, filter: None, .. }] =
            event.atoms.as_slice()
        else {
            return None;
        };
        let first = path.parts.first().filter(|_| args.is_empty())?;
        let value = self.inner_value(first).is_some()
            || match self.global_quietly(&first.text) {
                Some(Symbol::Param(_) | Symbol::Const(_)) => true,
                Some(Symbol::Event(_)) => path.parts.len() > 1,
                _ => false,
            };
        value.then(|| ast::Expr { kind: ast::ExprKind::Path(path.clone()), span: path.span })
    }
}

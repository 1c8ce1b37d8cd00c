//! The empty shells that the first pass pushes: a name, a place, what the head line says.

use super::Symbol;
use super::collect::Shell;
use crate::base::Span;
use crate::base::phrase::Folding;
use crate::sema::decl::{meta, phrases, role, taxonomy};
use crate::sema::model::{
    self, ActionId, CalendarId, ConstId, ConstState, DecisionId, EventId, FlowId, ForbidId, FormId, MOOD, Meta, ParamId, PhrasesId, RoleId,
    RuleId, RuleKind, Slot, StretchId, TaxonomyId, Ty,
};
use crate::sema::names::duplicate;
use crate::syntax::ast::{self, Constant, Decl, Gives, Param, Scenario, Severity, Text};
use smol_str::SmolStr;

impl<'a> Shell<'_, 'a> {
    pub(super) fn document(&mut self, text: &Text) {
        let title = crate::sema::expr::text::plain(text);
        let title = SmolStr::new(title.trim().trim_start_matches('《').trim_end_matches('》'));
        self.table.documents.entry(title.clone()).or_insert(text.span);
        self.model.documents.push(title);
    }

    /// A 底线 on the block is one on each of its lines.
    pub(super) fn params(&mut self, params: &'a [Param], floor: bool) {
        for p in params {
            let id = Symbol::Param(ParamId(self.model.params.len() as u32));
            let mut shell = param(p);
            if floor {
                shell.meta.floor = true;
            }
            self.model.params.push(shell);
            self.found.params.push((self.file, p));
            self.name(&p.name, id, false);
        }
    }

    pub(super) fn consts(&mut self, consts: &'a [Constant], floor: bool) {
        for c in consts {
            let id = Symbol::Const(ConstId(self.model.consts.len() as u32));
            let (name, span) = (c.name.text.clone(), c.name.span);
            let mut meta = meta(&c.meta);
            if floor {
                meta.floor = true;
            }
            self.model.consts.push(model::Const { name, state: ConstState::Unbound, bound: None, span, meta });
            self.found.consts.push((self.file, c));
            self.name(&c.name, id, false);
        }
    }

    /// Scenarios have names of their own: nothing refers to them.
    pub(super) fn scenario(&mut self, decl: &'a Decl, s: &'a Scenario) {
        if self.own {
            self.found.scenarios.push((self.file, decl, s));
        }
        if let Some(first) = self.scenarios.get(&s.name.text) {
            self.out.push(duplicate(&s.name.text, s.name.span, *first, false));
        } else {
            self.scenarios.insert(s.name.text.clone(), s.name.span);
        }
    }

    pub(super) fn taxonomy(&mut self, t: &ast::Taxonomy, meta: Meta) -> TaxonomyId {
        // The package that is checked comes first, so its 情绪 wins over one that is brought in.
        let is_mood = taxonomy::is_mood(&t.name.text) && self.model.taxonomies.first().is_some_and(|m| m.span.is_empty());
        let shell =
            model::Taxonomy { name: t.name.text.clone(), open: t.open, leaves: Vec::new(), nodes: Vec::new(), span: t.name.span, meta };
        let id = if is_mood { MOOD } else { TaxonomyId(self.model.taxonomies.len() as u32) };
        if is_mood {
            if let Some(slot) = self.model.taxonomies.first_mut() {
                *slot = shell;
            }
        } else {
            self.model.taxonomies.push(shell);
        }
        id
    }

    pub(super) fn decision(&mut self, d: &ast::Decide, line: Span, meta: Meta) -> DecisionId {
        let id = DecisionId(self.model.decisions.len() as u32);
        let gives = self.gives(d.gives.as_ref()).unwrap_or(Slot::of(Ty::Bad));
        let span = d.table.as_ref().map_or(line, |t| t.span);
        let table = model::Table { in_order: false, columns: Vec::new(), rows: Vec::new(), span };
        let (name, params) = (d.name.text.clone(), d.params.iter().map(param).collect());
        self.model.decisions.push(model::Decision { name, params, gives, table, span: d.name.span, meta });
        id
    }

    pub(super) fn form(&mut self, f: &ast::Form, meta: Meta) -> FormId {
        let id = FormId(self.model.forms.len() as u32);
        self.model.forms.push(model::Form {
            name: f.name.text.clone(),
            aliases: f.aliases.iter().map(|a| a.text.clone()).collect(),
            system: f.system,
            fields: Vec::new(),
            require_one: Vec::new(),
            distinct: Vec::new(),
            span: f.name.span,
            meta,
        });
        id
    }

    pub(super) fn role(&mut self, r: &ast::Role, meta: Meta) -> RoleId {
        let shell = model::Role {
            name: r.name.text.clone(),
            aliases: r.aliases.iter().map(|a| a.text.clone()).collect(),
            superior: None,
            exclusive: Vec::new(),
            using: None,
            span: r.name.span,
            meta,
        };
        match role::built_in_word(&r.name.text) {
            Some(Some(id)) => {
                if let Some(slot) = self.model.roles.get_mut(id.index()) {
                    let name = slot.name.clone();
                    *slot = model::Role { name, ..shell };
                }
                id
            }
            _ => {
                self.model.roles.push(shell);
                RoleId(self.model.roles.len() as u32 - 1)
            }
        }
    }

    pub(super) fn action(&mut self, a: &ast::Action, meta: Meta) -> ActionId {
        let id = ActionId(self.model.actions.len() as u32);
        let gives = self.gives(a.gives.as_ref());
        self.model.actions.push(model::Action {
            name: a.name.text.clone(),
            params: a.params.iter().map(param).collect(),
            gives,
            only: Vec::new(),
            provided: None,
            irreversible: a.irreversible,
            span: a.name.span,
            meta,
        });
        id
    }

    pub(super) fn event(&mut self, e: &ast::EventDecl, meta: Meta) -> EventId {
        let id = EventId(self.model.events.len() as u32);
        let params = e.params.iter().map(param).collect();
        self.model.events.push(model::EventDecl { name: e.name.text.clone(), params, span: e.name.span, meta });
        id
    }

    pub(super) fn phrases(&mut self, p: &ast::Phrases, meta: Meta) -> PhrasesId {
        let id = PhrasesId(self.model.phrases.len() as u32);
        let params = p.params.iter().map(param).collect();
        self.model.phrases.push(phrases::shell(p, params, meta));
        id
    }

    pub(super) fn forbid(&mut self, f: &ast::Forbid, meta: Meta) -> ForbidId {
        let id = ForbidId(self.model.forbids.len() as u32);
        self.model.forbids.push(model::Forbid {
            name: f.name.text.clone(),
            severity: f.severity.unwrap_or(Severity::Ordinary),
            points: f.points,
            veto: f.veto,
            open: f.open,
            entries: Vec::new(),
            includes: Vec::new(),
            unless: Vec::new(),
            spoken_by: Vec::new(),
            scope: model::Scope::default(),
            position: None,
            when: None,
            folding: Folding::default(),
            quotes_count: false,
            span: f.name.span,
            meta,
        });
        id
    }

    pub(super) fn flow(&mut self, f: &'a ast::Flow, meta: Meta) -> FlowId {
        let id = FlowId(self.model.flows.len() as u32);
        let gives = self.gives(f.gives.as_ref());
        self.model.flows.push(model::Flow {
            name: f.name.text.clone(),
            params: f.params.iter().map(param).collect(),
            vars: Vec::new(),
            gives,
            case: f.case,
            in_case: f.case,
            by: None,
            using: None,
            measure: Vec::new(),
            anytime: Vec::new(),
            limits: Vec::new(),
            steps: Vec::new(),
            own: self.own,
            span: f.name.span,
            meta,
        });
        for decl in &f.limits {
            let meta = crate::sema::decl::meta(&decl.meta);
            match &decl.kind {
                ast::DeclKind::Deadline(d) => {
                    let symbol = Symbol::Deadline(self.deadline(d, Some(id), meta));
                    self.name(&d.name, symbol, false);
                }
                ast::DeclKind::Escalate(e) => {
                    let symbol = Symbol::Ladder(self.ladder(e, Some(id), meta));
                    self.name(&e.name, symbol, false);
                }
                _ => {}
            }
        }
        id
    }

    pub(super) fn calendar(&mut self, c: &ast::Calendar, meta: Meta) -> CalendarId {
        let id = CalendarId(self.model.calendars.len() as u32);
        let data = crate::base::calendar::Calendar { name: c.name.text.clone(), ..Default::default() };
        let said = model::CalendarSaid::default();
        self.model.calendars.push(model::Calendar { data, parent: None, said, own: self.own, span: c.name.span, meta });
        if c.default && self.own {
            self.model.default_calendar.get_or_insert(id);
        }
        id
    }

    pub(super) fn stretch(&mut self, s: &ast::StretchDecl, meta: Meta) -> StretchId {
        let nothing = model::Event { atoms: Vec::new(), span: s.name.span };
        self.model.stretches.push(model::Stretch {
            name: s.name.text.clone(),
            from: nothing.clone(),
            to: nothing,
            given: None,
            span: s.name.span,
            meta,
        });
        StretchId(self.model.stretches.len() as u32 - 1)
    }

    /// Rules and their like have names of their own: a rule may bear the name of the event it speaks of.
    pub(super) fn rule(&mut self, name: &ast::Name, kind: RuleKind, meta: Meta) -> RuleId {
        self.model.rules.push(model::Rule { name: name.text.clone(), kind, span: name.span, body: None, meta });
        self.rule_name(name);
        RuleId(self.model.rules.len() as u32 - 1)
    }

    /// Leaves written out after 得 become a 分类 without a name; a type is read later.
    fn gives(&mut self, gives: Option<&Gives>) -> Option<Slot> {
        match gives? {
            Gives::Type(_) => Some(Slot::of(Ty::Bad)),
            Gives::Leaves(names, span) => {
                let id = TaxonomyId(self.model.taxonomies.len() as u32);
                self.model.taxonomies.push(taxonomy::anonymous(names, *span, self.out));
                Some(Slot::of(Ty::Leaf(id)))
            }
        }
    }
}

fn param(p: &Param) -> model::Param {
    model::Param { name: p.name.text.clone(), slot: Slot::of(Ty::Bad), default: None, span: p.name.span, meta: meta(&p.meta) }
}

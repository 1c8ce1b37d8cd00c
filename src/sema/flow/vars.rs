//! Variables of a flow: parameters, what 记 and 记入 declare, and the current record of each form that is mentioned.

use crate::base::Span;
use crate::sema::cx::{Cx, Inner};
use crate::sema::hash::Map;
use crate::sema::model::{Expr, ExprKind, FlowId, FormId, Slot, Ty, Var, VarId};
use crate::sema::names::{check_name, check_value_name};
use crate::sema::scope::Symbol;
use crate::syntax::ast::{self, Anytime, Block, Name, Path, Stmt, StmtKind, TypeRef};
use smol_str::SmolStr;

/// The names of a flow.
#[derive(Debug, Clone)]
pub(crate) struct Locals<'a> {
    /// Which flow; none for a body outside any.
    pub(crate) flow: Option<FlowId>,
    /// By id.
    pub(crate) vars: Vec<Var>,
    names: Map<SmolStr, VarId>,
    records: Map<FormId, VarId>,
    /// Variables whose type is that of an expression not read yet.
    pending: Map<VarId, &'a ast::Expr>,
}

/// What gives a variable its type.
enum Source<'a> {
    Slot(Slot),
    Value(&'a ast::Expr),
}

impl<'a> Locals<'a> {
    /// The names of a flow, its parameters first.
    pub(crate) fn new(flow: FlowId, params: &[crate::sema::model::Param]) -> Self {
        Self::with(Some(flow), params)
    }

    /// The names of a body outside any flow: what it is run for.
    pub(crate) fn outside(params: &[crate::sema::model::Param]) -> Self {
        Self::with(None, params)
    }

    fn with(flow: Option<FlowId>, params: &[crate::sema::model::Param]) -> Self {
        let mut locals = Self { flow, vars: Vec::new(), names: Map::default(), records: Map::default(), pending: Map::default() };
        for p in params {
            locals.add(p.name.clone(), p.slot.clone(), None, p.span);
        }
        locals
    }

    /// The names of a flow that was read before.
    pub(crate) fn of(flow: FlowId, vars: &[Var]) -> Self {
        let mut locals = Self::new(flow, &[]);
        for var in vars {
            let id = locals.add(var.name.clone(), var.slot.clone(), var.record_of, var.span);
            if let Some(form) = var.record_of {
                locals.records.insert(form, id);
            }
        }
        locals
    }

    fn add(&mut self, name: SmolStr, slot: Slot, record_of: Option<FormId>, span: Span) -> VarId {
        let id = VarId(self.vars.len() as u32);
        self.names.entry(name.clone()).or_insert(id);
        self.vars.push(Var { name, slot, record_of, span });
        id
    }

    /// Takes over what was added to a copy made of `before`, where steps were read apart, if they would have added the same in their turn.
    /// A variable that got its type there could have got another one here, and a record may by now be another variable.
    pub(crate) fn adopt(&mut self, before: &Self, apart: &Self) -> bool {
        let first = before.vars.len();
        let added = apart.vars.get(first..).unwrap_or_default();
        let mut new = Vec::new();
        for (id, var) in (first as u32..).map(VarId).zip(added) {
            let Some(form) = var.record_of else { return false };
            match self.records.get(&form) {
                Some(known) if *known == id => {}
                None if self.vars.len() + new.len() == id.index() => new.push((form, var.clone())),
                _ => return false,
            }
        }
        if apart.pending.len() != before.pending.len() {
            return false;
        }
        for (form, var) in new {
            let id = self.add(var.name, var.slot, var.record_of, var.span);
            self.records.insert(form, id);
        }
        true
    }

    /// A variable by name.
    pub(crate) fn find(&self, name: &str) -> Option<VarId> {
        self.names.get(name).copied()
    }
}

impl<'a> Cx<'a> {
    /// The names of the flow that is read.
    pub(crate) fn locals(&mut self) -> Option<&mut Locals<'a>> {
        match &mut self.inner {
            Inner::Flow(locals) => Some(locals),
            _ => None,
        }
    }

    /// The flow that is read.
    pub(crate) fn here(&self) -> Option<FlowId> {
        match &self.inner {
            Inner::Flow(locals) => locals.flow,
            _ => None,
        }
    }

    /// A variable as a value.
    pub(crate) fn variable(&mut self, name: &str, span: Span) -> Option<Expr> {
        let id = self.locals()?.find(name)?;
        self.settle(id);
        let slot = &self.locals()?.vars.get(id.index())?.slot;
        Some(Expr { kind: ExprKind::Var(id), ty: slot.ty.clone(), optional: slot.optional, span })
    }

    /// Gives a variable that waits for an expression its type. The expression is read again in its place, so its findings are dropped here.
    fn settle(&mut self, id: VarId) {
        let Some(e) = self.locals().and_then(|l| l.pending.remove(&id)) else { return };
        let (before, filter) = (self.out.len(), self.filter.take());
        let read = self.expr(e, None);
        self.filter = filter;
        self.out.truncate(before);
        if let Some(var) = self.locals().and_then(|l| l.vars.get_mut(id.index())) {
            var.slot = Slot { ty: read.ty, optional: read.optional, range: None };
        }
    }

    /// The current record of a form in this invocation; the first mention makes it.
    pub(crate) fn record(&mut self, form: FormId, span: Span) -> Option<Expr> {
        let name = self.model.forms.get(form.index())?.name.clone();
        let locals = self.locals().filter(|l| l.flow.is_some())?;
        let id = match locals.records.get(&form) {
            Some(id) => *id,
            None => {
                let id = locals.add(name, Slot::of(Ty::Record(form)), Some(form), span);
                locals.records.insert(form, id);
                id
            }
        };
        Some(Expr::new(ExprKind::Var(id), Ty::Record(form), span))
    }

    /// Declares every variable of the flow before any statement is read, for source order is not the order of a call.
    pub(crate) fn declare_vars(&mut self, flow: &'a ast::Flow) {
        for anytime in &flow.anytime {
            let body = match anytime {
                Anytime::Option(option) => &option.body,
                Anytime::When(when) => &when.body,
            };
            self.declare_block(body);
        }
        for limit in &flow.limits {
            match &limit.kind {
                ast::DeclKind::Deadline(d) => {
                    d.warnings.iter().map(|w| &w.body).chain(&d.late).chain(&d.breach).for_each(|b| self.declare_block(&b.body));
                }
                ast::DeclKind::Escalate(e) => e.top.iter().for_each(|b| self.declare_block(&b.body)),
                _ => {}
            }
        }
        for step in &flow.steps {
            self.declare_block(&step.body);
        }
    }

    /// Declares the variables of a block.
    pub(crate) fn declare_block(&mut self, block: &'a Block) {
        for stmt in block {
            self.declare_stmt(stmt);
        }
    }

    fn declare_stmt(&mut self, stmt: &'a Stmt) {
        match &stmt.kind {
            StmtKind::Ask { target, ty, .. } => self.declare_target(target, ty.as_deref(), None),
            StmtKind::Set { target, ty, value } => self.declare_target(target, ty.as_deref(), Some(Source::Value(value))),
            StmtKind::Do { action, into, .. } => {
                if let Some((target, ty)) = into.as_deref() {
                    let model = self.model;
                    let gives = match self.quietly(action) {
                        Some(Symbol::Action(id)) => model.actions.get(id.index()).and_then(|a| a.gives.clone()),
                        _ => None,
                    };
                    self.declare_target(target, ty.as_ref(), Some(Source::Slot(gives.unwrap_or(Slot::of(Ty::Bad)))));
                }
            }
            StmtKind::Call { flow, into, .. } => {
                if let Some((target, ty)) = into.as_deref() {
                    let model = self.model;
                    let gives = match self.quietly(flow) {
                        Some(Symbol::Flow(id)) => model.flows.get(id.index()).and_then(|f| f.gives.clone()),
                        _ => None,
                    };
                    self.declare_target(target, ty.as_ref(), Some(Source::Slot(gives.unwrap_or(Slot::of(Ty::Bad)))));
                }
            }
            StmtKind::Wait(_)
            | StmtKind::If(_)
            | StmtKind::Match(_)
            | StmtKind::Option(_)
            | StmtKind::When(_)
            | StmtKind::Say { .. }
            | StmtKind::Tip(_)
            | StmtKind::Fill { .. }
            | StmtKind::ReadBack { .. }
            | StmtKind::OpenCase { .. }
            | StmtKind::Return(_)
            | StmtKind::End(_)
            | StmtKind::Goto { .. }
            | StmtKind::Escalate(_)
            | StmtKind::WaitAgain { .. }
            | StmtKind::Continue
            | StmtKind::CloseHere
            | StmtKind::Basis
            | StmtKind::Bad => {}
        }
        stmt.branches(&mut |branch| self.declare_block(branch.body));
    }

    fn declare_target(&mut self, target: &'a Path, ty: Option<&'a TypeRef>, source: Option<Source<'a>>) {
        let [name] = target.parts.as_slice() else { return };
        // What is written first declares; a later one is held against it where it stands.
        if self.locals().is_none_or(|l| l.find(&name.text).is_some()) || self.names_form(name) {
            return;
        }
        // A parameter or constant is not written to; with a type of its own the name is a new variable.
        if ty.is_none() && matches!(self.global_quietly(&name.text), Some(Symbol::Param(_) | Symbol::Const(_))) {
            return;
        }
        let typed = ty.map(|ty| {
            // A fault in the type is reported where the statement is read.
            let before = self.out.len();
            let slot = self.full_slot(ty);
            self.out.truncate(before);
            slot
        });
        let (slot, pending) = match (typed, source) {
            (Some(slot), _) | (None, Some(Source::Slot(slot))) => (slot, None),
            (None, Some(Source::Value(e))) => (Slot::of(Ty::Bad), Some(e)),
            // 问 needs a type; the statement reports that it is missing.
            (None, None) => return,
        };
        check_name(name, &mut self.out);
        check_value_name(name, &mut self.out);
        let span = name.span;
        let Some(locals) = self.locals() else { return };
        let id = locals.add(name.text.clone(), slot, None, span);
        if let Some(e) = pending {
            locals.pending.insert(id, e);
        }
    }

    /// Whether a name stands for a form, so that writing to it writes to the current record.
    pub(crate) fn names_form(&self, name: &Name) -> bool {
        matches!(self.global_quietly(&name.text), Some(Symbol::Form(_)))
    }

    fn quietly(&mut self, path: &Path) -> Option<Symbol> {
        let before = self.out.len();
        let found = self.global_path(path).filter(|(_, used)| *used == path.parts.len()).map(|(e, _)| e.symbol);
        self.out.truncate(before);
        found
    }
}

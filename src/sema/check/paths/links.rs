//! Which flow leads to which.

use crate::base::Span;
use crate::sema::model::{Anytime, FlowId, Kinds, Label, Model, Stmt, StmtKind, each_stmt};

/// How one flow leads to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// 调用, 转 … 之后返回: it comes back.
    Call,
    /// 转: it does not.
    Hand,
    /// 立单
    Open,
}

/// One place that leads to a flow.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Link {
    /// Whose line it is.
    pub(crate) from: FlowId,
    /// Where it leads.
    pub(crate) to: FlowId,
    /// How.
    pub(crate) kind: Kind,
    /// It stands under the flow's own 随时 选项 其他, which is off while that runs.
    pub(crate) under_other: bool,
    /// The line.
    pub(crate) span: Span,
}

/// All links between the flows of a model.
#[derive(Debug)]
pub(crate) struct Links {
    /// In source order.
    pub(crate) all: Vec<Link>,
    flows: usize,
}

impl Links {
    /// Collects them.
    pub(crate) fn of(model: &Model) -> Self {
        let mut all = Vec::new();
        for (i, flow) in model.flows.iter().enumerate() {
            let from = FlowId(i as u32);
            for anytime in &flow.anytime {
                let other = matches!(anytime, Anytime::Option(o) if o.label == Label::Other);
                each_stmt(anytime.body(), &mut |stmt| all.extend(link(from, stmt, other)));
            }
            flow.limits.iter().for_each(|a| each_stmt(&a.body, &mut |stmt| all.extend(link(from, stmt, false))));
            let blocks = flow.steps_with(Kinds::LINK).flat_map(|s| s.blocks());
            blocks.for_each(|b| each_stmt(b, &mut |stmt| all.extend(link(from, stmt, false))));
        }
        Self { all, flows: model.flows.len() }
    }

    /// Flows that the host may start: the package's own, where nothing leads to them.
    pub(crate) fn entries(&self, model: &Model) -> Vec<FlowId> {
        let mut led = vec![false; self.flows];
        for link in &self.all {
            if let Some(slot) = led.get_mut(link.to.index()) {
                *slot |= link.from != link.to;
            }
        }
        let open = |(i, led): (usize, &bool)| (!led && model.flows.get(i).is_some_and(|f| f.own && !f.case)).then_some(FlowId(i as u32));
        led.iter().enumerate().filter_map(open).collect()
    }
}

fn link(from: FlowId, stmt: &Stmt, under_other: bool) -> Option<Link> {
    let (to, kind) = match &stmt.kind {
        StmtKind::Call { flow, .. } => (*flow, Kind::Call),
        StmtKind::GotoFlow { flow, and_return, .. } => (*flow, if *and_return { Kind::Call } else { Kind::Hand }),
        StmtKind::OpenCase { flow, .. } => (*flow, Kind::Open),
        _ => return None,
    };
    Some(Link { from, to, kind, under_other, span: stmt.span })
}

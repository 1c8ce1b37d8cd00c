//! 角色: who stands above whom, and the roles that are always there.

use crate::base::{Diagnostic, Span};
use crate::sema::codes::roles::BAD_ROLE;
use crate::sema::cx::Cx;
use crate::sema::model::{self, AGENT, CUSTOMER, Model, RoleId, SYSTEM, THIRD};
use crate::sema::names::{Wanted, unknown, wrong_kind};
use crate::sema::pass::Pass;
use crate::sema::scope::Symbol;
use crate::syntax::ast::{DeclKind, Name};
use smol_str::SmolStr;

/// The built-in roles in the order of their ids.
pub(crate) fn built_in() -> impl Iterator<Item = model::Role> {
    ["话务员", "客户", "系统", "第三方"].into_iter().map(|name| model::Role {
        name: SmolStr::new_static(name),
        aliases: Vec::new(),
        superior: None,
        exclusive: Vec::new(),
        using: None,
        span: Span::default(),
        meta: model::Meta::default(),
    })
}

/// The built-in role of a word; inside, nothing for 任何人.
pub(crate) fn built_in_word(word: &str) -> Option<Option<RoleId>> {
    Some(match word {
        "话务员" | "坐席" | "agent" => Some(AGENT),
        "客户" | "顾客" | "customer" => Some(CUSTOMER),
        "系统" | "system" => Some(SYSTEM),
        "第三方" | "third party" => Some(THIRD),
        "任何人" | "anyone" => None,
        _ => return None,
    })
}

impl Cx<'_> {
    /// The role that a name stands for; an unknown one is reported.
    pub(crate) fn role(&mut self, name: &Name) -> Option<RoleId> {
        let built_in = built_in_word(&name.text);
        match self.global(name) {
            Some(entry) => match (entry.symbol, built_in) {
                (Symbol::Role(id), _) => Some(id),
                // `参数 客户: 文本` does not take the role's word away.
                (_, Some(role)) => role,
                (symbol, None) => {
                    self.report(wrong_kind(&name.text, name.span, symbol, entry.span, Wanted::Role));
                    None
                }
            },
            None => match built_in {
                Some(role) => role,
                None => {
                    let declared =
                        self.env.scopes.visible(self.file).filter(|(_, e)| matches!(e.symbol, Symbol::Role(_))).map(|(n, _)| n.as_str());
                    let words = ["话务员", "客户", "系统", "第三方"];
                    self.report(unknown(name, Wanted::Role, None, declared.chain(words)));
                    None
                }
            },
        }
    }

    /// The roles of a list; 任何人 stands for all.
    pub(crate) fn roles(&mut self, names: &[Name]) -> Vec<RoleId> {
        let mut roles = Vec::new();
        for name in names {
            if built_in_word(&name.text) == Some(None) {
                return (0..self.model.roles.len()).map(|i| RoleId(i as u32)).collect();
            }
            if let Some(role) = self.role(name)
                && !roles.contains(&role)
            {
                roles.push(role);
            }
        }
        roles
    }
}

/// Fills in 上级 and 不得兼任 and reports circles.
pub(crate) fn roles(pass: &mut Pass<'_>) {
    let mut places: Vec<Option<Span>> = vec![None; pass.model.roles.len()];
    for item in pass.items {
        let (Symbol::Role(id), DeclKind::Role(role)) = (item.symbol, &item.decl.kind) else { continue };
        let (superior, exclusive, using) = pass.read(item.file, |cx| {
            let superior = role.superior.as_ref().and_then(|n| cx.role(n));
            (superior, cx.roles(&role.exclusive), cx.calendar(role.using.as_ref()))
        });
        if let (Some(slot), Some(name)) = (places.get_mut(id.index()), &role.superior) {
            *slot = Some(name.span);
        }
        if let Some(slot) = pass.model.roles.get_mut(id.index()) {
            slot.superior = superior;
            slot.exclusive = exclusive;
            slot.using = using;
        }
    }
    circles(&mut pass.model, &places, &mut pass.out);
}

/// Walks up from every role; the first role that comes back to itself reports its circle and is cut loose.
fn circles(model: &mut Model, places: &[Option<Span>], out: &mut Vec<Diagnostic>) {
    // 0 unseen, 1 on this walk, 2 known to end.
    let mut state = vec![0_u8; model.roles.len()];
    for start in 0..model.roles.len() {
        let mut walk = Vec::new();
        let mut at = Some(start);
        while let Some(i) = at {
            match state.get(i) {
                Some(0) => {
                    set(&mut state, i, 1);
                    walk.push(i);
                    at = model.roles.get(i).and_then(|r| r.superior).map(RoleId::index);
                }
                Some(1) => {
                    let from = walk.iter().position(|w| *w == i).unwrap_or(0);
                    let names: Vec<&str> =
                        walk.iter().skip(from).chain([&i]).filter_map(|w| model.roles.get(*w)).map(|r| r.name.as_str()).collect();
                    let chain = names.join(" → ");
                    if let Some(span) = walk.last().and_then(|w| places.get(*w)).copied().flatten() {
                        out.push(
                            Diagnostic::new(
                                &BAD_ROLE,
                                span,
                                format!("上级绕了一圈又回到自己：{chain}"),
                                format!("the chain of superiors comes back to itself: {chain}"),
                            )
                            .label("这里绕了回去", "here it closes")
                            .help("总有一个最上面的人，他没有上级。", "Someone stands at the top and has no superior."),
                        );
                    }
                    if let Some(role) = walk.last().and_then(|w| model.roles.get_mut(*w)) {
                        role.superior = None;
                    }
                    at = None;
                }
                _ => at = None,
            }
        }
        for w in walk {
            set(&mut state, w, 2);
        }
    }
}

fn set(state: &mut [u8], at: usize, value: u8) {
    if let Some(slot) = state.get_mut(at) {
        *slot = value;
    }
}

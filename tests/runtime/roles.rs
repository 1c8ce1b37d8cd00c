//! Who acts: what a role may not do is not done, and a step it may not enter is entered with a finding. A compiled script is refused
//! for this (E0702), so the programs are made by hand.

use super::make::{Make, play};
use huashu::program::{Action, Do, Op, Role};
use std::sync::Arc;

/// 话务员 does what only 主管 may, in a step that only 主管 may enter; then 主管 does it.
fn guarded() -> Arc<huashu::runtime::Machine> {
    let mut m = Make::new();
    let role = |name: &str| Role { name: name.into(), formerly: vec![], aliases: vec![], superior: None, exclusive: vec![] };
    m.p.roles = vec![role("话务员"), role("主管")];
    m.p.actions = vec![Action {
        name: "免单".into(),
        formerly: vec![],
        params: vec![],
        gives: None,
        only: vec![1],
        provided: None,
        irreversible: false,
        basis: vec![],
    }];
    let free = || Op::Do(Box::new(Do { action: 0, args: vec![], into: None, limit: None, timeout: None }));
    let mut own = m.step("话务员的", vec![free(), Op::Goto(1)]);
    own.only = vec![1];
    let end = m.end("完");
    let mut theirs = m.step("主管的", vec![free(), end]);
    (theirs.only, theirs.by) = (vec![1], Some(1));
    m.flow("来电", 0, vec![], vec![own, theirs]);
    m.machine()
}

#[test]
fn what_a_role_may_not_do_is_not_done() {
    insta::assert_snapshot!(play(&guarded(), ""));
}

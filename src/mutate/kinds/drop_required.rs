//! A form no longer asks for something.

use crate::base::Message;
use crate::mutate::turn::Turn;
use crate::mutate::walk::Node;
use crate::mutate::{Change, Kind};
use crate::syntax::ast::{DeclKind, FormRow};

/// A field that is 必填, with all of it: that it may be left empty is seen by no scenario, since a scenario fills what it does not name.
pub(crate) static KIND: Kind = Kind { name: "drop-required", title: ("去掉一个必填项", "drop a required field"), offer };

fn offer(node: Node<'_>, turn: &mut Turn<'_>) {
    let Node::Decl(decl) = node else { return };
    let DeclKind::Form(form) = &mut decl.kind else { return };
    let name = form.name.text.clone();
    turn.drops(&mut form.rows, |row, _| {
        let FormRow::Field(field) = row else { return None };
        field.required.as_ref()?;
        let field = &field.name;
        let what = Message::new(format!("去掉了必填项“{}”", field.text), format!("dropped the required field `{}`", field.text));
        let advice =
            Message::new("在一个场景里给它一个值，期望用到这个值的话", "give it a value in a scenario, and expect a line that uses it");
        Some((field.span, Change::new(what, advice).line(format!("设 {name}.{} = …", field.text))))
    });
}

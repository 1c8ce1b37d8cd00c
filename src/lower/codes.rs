//! What the lowering finds.

crate::codes! {
    NOT_COMPILED "E0020" "not-compiled-yet" Error "本版还不能编译" "not compiled yet";
}

//! Group E09: a package that inherits another.

crate::codes! {
    LOOSER "E0901" "looser-than-inherited" Forbid "放松了上级的底线" "a floor is loosened";
    NOT_COMPARED "E0902" "cannot-be-compared" Forbid "看不出是不是比底线严" "cannot be compared with the floor";
}

//! What the program does, told through its front door.

mod overview;

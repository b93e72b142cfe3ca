//! What the program must withstand: sudden ends, company, full and foreign disks, damaged files,
//! decks that break, clocks that jump, terminals that go away.
//!
//! One file a kind of trouble. Whatever happens, an answer that was acknowledged is in the log,
//! and every state follows from the log.

#[path = "../harness/mod.rs"]
mod harness;

mod clock;
mod company;
mod damage;
mod decks;
mod disk;
mod exchange;
mod hostile;
mod imports;
mod leaving;
mod sudden_end;

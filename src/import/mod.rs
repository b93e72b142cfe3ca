//! Foreign data as values. Bytes come in, values and faults go out; no file is opened here.

pub mod log;

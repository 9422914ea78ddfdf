//! The logs as those see them who must be able to stand behind them: checkpoints that another party fetches and
//! keeps, proofs, what a check finds when somebody changed the log, retention, and what is written of a caller's trace.

mod give;
mod kit;
mod standing;
mod withdraw;

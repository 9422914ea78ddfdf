mod give;
mod kit;
mod later;
mod object;
mod refuse;
mod request;
mod standing;
mod withdraw;

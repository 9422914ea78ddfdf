mod broken;
mod examples;
mod kit;
mod mapping;
mod phases;
mod rejections;
mod table;

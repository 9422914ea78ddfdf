// Validates a delivery against the published schema of DDAS v1.0: `node ddas.mjs SCHEMA DELIVERY`. Exit code 0 when it is
// valid; else the first faults, as places and rules, never values.
import { readFileSync } from "node:fs";
import Ajv from "ajv/dist/2020.js";
import formats from "ajv-formats";

const [schema, delivery] = process.argv.slice(2).map((file) => JSON.parse(readFileSync(file, "utf8")));
const ajv = new Ajv({ strict: false });
formats(ajv);
const validate = ajv.compile(schema);
if (!validate(delivery)) {
  for (const { instancePath, message } of validate.errors.slice(0, 10)) console.error(`${instancePath} ${message}`);
  process.exit(1);
}
console.log(delivery.leveringen.reduce((sum, one) => sum + one.schuldhulptrajecten.length, 0));

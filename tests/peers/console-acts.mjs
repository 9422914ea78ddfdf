// What people do again and again in the tests of the console.

import { Hand, noScript, signIn } from './console-world.mjs';

export const matrix = (page) => page.locator('.console-matrix').textContent();
export const heading = (page) => page.getByRole('heading', { level: 1 }).textContent();
export const timeline = (page) => page.locator('.console-timeline li').allTextContents();

/** Signs people in, without scripts. */
export const deskIn = (world) => async (who = 'noor') => {
  const context = await noScript(world());
  return { context, page: await signIn(world(), context, who) };
};

/** Records SAMENWERKEN in the usual way; ends on the receipt. */
export async function giveAll(page, resident, hand = new Hand()) {
  await page.goto(resident);
  await hand.click(page.getByRole('link', { name: 'Samenwerken', exact: true }));
  await hand.click(page.getByRole('button', { name: 'Verder' }));
  await hand.click(page.getByRole('button', { name: 'Toestemming vastleggen' }));
  return hand;
}

/** Chooses by hand that U Centraal may see how high the debts are, which takes two consent managers here. */
export async function giveWhatTakesTwo(page, resident) {
  await page.goto(`${resident}/verlenen/zelf`);
  await page.getByLabel('U Centraal', { exact: true }).check();
  await page.getByLabel('Hoe hoog de schulden zijn').check();
  await page.getByRole('button', { name: 'Verder' }).click();
  await page.getByRole('button', { name: 'Toestemming vastleggen' }).click();
  return page.url().split('?')[0];
}

const VRAGEN = 'mutation($invoer: VerzoekInvoer!) { toestemmingVragen(invoer: $invoer) { id } }';
const LAMP = { bronhouder: 'gemeente-utrecht', groepen: ['TRAJECT_LOOPT', 'TRAJECT_CONTACT'] };

/** Somebody of a party asks a resident, Incluzio for the lamp unless it is said otherwise. */
export async function requestOf(world, inwoner, waarom = 'om samen te overleggen', { who = 'incluzio', deel = LAMP } = {}) {
  const invoer = { inwoner, doel: 'AFSTEMMING_TRAJECT', waarom, delen: [deel] };
  return (await world.ask(who, VRAGEN, { invoer })).toestemmingVragen.id;
}

/** A day from now in the Netherlands, as people type it. */
export const daysAhead = (days) => {
  const parts = new Intl.DateTimeFormat('nl-NL', { timeZone: 'Europe/Amsterdam', day: 'numeric', month: 'numeric', year: 'numeric' });
  return parts.format(new Date(Date.now() + days * 86_400_000));
};

import type { Language, Localized, Register } from '../api/contract';

/** A module with its registers, in the order in which the server names them. */
export interface ModuleGroup {
  id: string;
  title: Localized;
  registers: Register[];
}

/** Registers by module; only those whose title or module holds every word of the filter. */
export function groupRegisters(registers: Register[], filter: string, language: Language): ModuleGroup[] {
  const words = plain(filter).split(/\s+/).filter((word) => word !== '');
  const groups = new Map<string, ModuleGroup>();
  for (const register of registers) {
    const text = plain(`${register.title[language]} ${register.module.title[language]}`);
    if (!words.every((word) => text.includes(word))) continue;
    const group = groups.get(register.module.id) ?? { ...register.module, registers: [] };
    group.registers.push(register);
    groups.set(register.module.id, group);
  }
  return [...groups.values()];
}

/** Small letters, and one apostrophe for all that are typed. */
function plain(text: string): string {
  return text.toLocaleLowerCase('uk').replace(/['’ʼ`"]/g, '’');
}

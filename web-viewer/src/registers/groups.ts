import type { Language, Localized, Register } from '../api/contract';

/** A subsystem with its registers; without a title where the server tells none. */
export interface SubsystemGroup {
  id: string;
  title: Localized | null;
  registers: Register[];
}

/** A module with its subsystems, in the order in which the server names their registers. */
export interface ModuleGroup {
  id: string;
  title: Localized;
  subsystems: SubsystemGroup[];
}

/** Registers by module and subsystem; only those where the titles of all three hold every word of the filter. */
export function groupRegisters(registers: Register[], filter: string, language: Language): ModuleGroup[] {
  const modules = new Map<string, ModuleGroup>();
  for (const register of registers) {
    if (!holdsWords(namesOf(register, language), filter)) continue;
    const module = modules.get(register.module.id) ?? { ...register.module, subsystems: [] };
    modules.set(register.module.id, module);
    const subsystem = module.subsystems.find(({ id }) => id === register.subsystem);
    if (subsystem) subsystem.registers.push(register);
    else module.subsystems.push({ id: register.subsystem, title: register.subsystem_title ?? null, registers: [register] });
  }
  return [...modules.values()];
}

/** Whether a text holds every word of a filter, whatever their case and apostrophes. */
export function holdsWords(text: string, filter: string): boolean {
  const [within, words] = [plain(text), plain(filter).split(/\s+/)];
  return words.every((word) => within.includes(word));
}

/** The registers of a module. */
export function registersOf(module: ModuleGroup): Register[] {
  return module.subsystems.flatMap(({ registers }) => registers);
}

function namesOf({ title, module, subsystem, subsystem_title }: Register, language: Language): string {
  return [title[language], module.title[language], subsystem, subsystem_title?.[language] ?? ''].join(' ');
}

/** Small letters, and one apostrophe for all that are typed. */
function plain(text: string): string {
  return text.toLocaleLowerCase('uk').replace(/['’ʼ`"]/g, '’');
}

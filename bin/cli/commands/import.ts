import { type Context, defineCommand, needed } from '../command.ts';
import { importFile, readMapping, tellImport } from '../import-file.ts';

type ImportOptions = Readonly<{
  kind: 'companies' | 'contacts';
  path: string;
  mapping: Readonly<Record<string, string>>;
}>;

const importOne = async ({ api, terminal, print, json }: Context, options: ImportOptions): Promise<number> => {
  const imported = await importFile(api, terminal, options);
  if (json) print(JSON.stringify(imported));
  else await tellImport(api, terminal, imported);
  return 0;
};

export const importCommand = defineCommand({
  name: 'import',
  usage: `  throughline import --companies FILE | --contacts FILE [--map FIELD=COLUMN …] [--json]
      Read a CSV or JSONL file into the workspace; rows that cannot be used are listed in a file.`,
  options: {
    companies: { type: 'string' },
    contacts: { type: 'string' },
    map: { type: 'string', multiple: true },
  },
  prepare: (values) => {
    const kind = values.companies === undefined ? 'contacts' : 'companies';
    const path = needed('--companies or --contacts', values[kind]);
    const mapping = readMapping(values.map ?? []);
    return { needs: 'system', run: (context) => importOne(context, { kind, path, mapping }) };
  },
});

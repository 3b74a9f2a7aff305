/** `athena-setup`: the statements that let Athena read what a flow log delivers to S3, to be read and run by a person. */
import { type Conclusion, defineAnalyzer } from './analyzer.ts';
import { chosenFlowLogs } from './athena-setup/chosen.ts';
import { planned } from './athena-setup/conclusion.ts';
import { noneDelivers, notKnown } from './athena-setup/no-table.ts';

export const athenaTable = defineAnalyzer({
  id: 'athena-setup',
  title: 'A table for Athena',
  summary: 'The statements that make a table of the files of a flow log, which nobody runs but the reader.',
  needs: () => ({}),
  follow: () => ({}),
  analyze(_rows, scope): Conclusion {
    const { flowLogs } = scope;
    if (!flowLogs) return notKnown();
    const chosen = chosenFlowLogs(scope, flowLogs);
    const [first] = chosen?.flowLogs ?? [];
    return chosen && first ? planned(scope, chosen, first) : noneDelivers(scope, flowLogs);
  },
});

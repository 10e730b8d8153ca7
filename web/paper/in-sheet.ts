import { createContext } from 'react';

/** Whether what is shown stands on a sheet, which has the heading of the page already. */
export const InSheet = createContext(false);

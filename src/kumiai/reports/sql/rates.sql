-- Sales of business dates by terminal and tax rate, less what was taken back: amounts and the tax
-- in them, in yen. The tax is rounded toward zero once per rate and receipt, as receipts have it.
SELECT receipt.business_date, receipt.terminal_id, receipt.tax_rate,
    sum(receipt.yen)::bigint, sum(receipt.yen * receipt.tax_rate / (100 + receipt.tax_rate))::bigint
FROM (
    SELECT entry.business_date, entry.terminal_id, line.tax_rate, sum(line.amount_yen) AS yen
    FROM ledger_entry AS entry
    JOIN purchases_purchaseline AS line ON line.purchase_id = entry.id
    WHERE entry.coop_id = %(coop)s::int
        AND entry.business_date BETWEEN %(first)s::date AND %(last)s::date
    GROUP BY entry.id, line.tax_rate
    UNION ALL
    SELECT entry.business_date, entry.terminal_id, line.tax_rate, -sum(back.amount_yen)
    FROM ledger_entry AS entry
    JOIN purchases_reversalline AS back ON back.reversal_id = entry.id
    JOIN purchases_purchaseline AS line
        ON line.purchase_id = entry.reverses_id AND line.position = back.position
    WHERE entry.coop_id = %(coop)s::int AND entry.reverses_id IS NOT NULL
        AND entry.business_date BETWEEN %(first)s::date AND %(last)s::date
    GROUP BY entry.id, line.tax_rate
) AS receipt
GROUP BY 1, 2, 3
ORDER BY 1, 2, 3

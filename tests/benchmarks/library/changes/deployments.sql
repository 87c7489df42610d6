SELECT "timestamp", name, attr('version'), attr('previous'), attr('slot'), attr('agent') FROM "customEvents"
WHERE name IN ('Deployment', 'SlotSwap', 'PromptVersion', 'AppSettings', 'Restart', 'Chaos') ORDER BY "timestamp" DESC

#pragma once

#include "mcp/mcpdefinition.h"
#include "mcp/scanfinding.h"

#include <QList>
#include <QString>

/// The rules of the scan, each over one text or one definition. Findings have rule, weight, place, message and excerpt;
/// the scan adds the rest. Deterministic and offline. Pure.
namespace qd::scan {

/// One text of a definition and where it stands.
struct PlacedText {
    QString place;
    QString text;  ///< as it was sent
    QString plain; ///< plainForm() of it
};

/// What a phrase is worth, for texts that came out of an encoding.
struct PhraseHit {
    QString rule;
    QString message;
    int weight = 0;
    qsizetype from = 0;
    qsizetype size = 0;
};
/// Injection, exfiltration and orders in a plainForm(); quoted examples count for less.
[[nodiscard]] QList<PhraseHit> phrasesIn(const QString &plain);

[[nodiscard]] QList<ScanFinding> findHidden(const PlacedText &text, bool isName);
[[nodiscard]] QList<ScanFinding> findPhrases(const PlacedText &text);
/// Orders that show when a text is read in another way: without codes and marks, by words, letters, backwards, in ROT13.
[[nodiscard]] QList<ScanFinding> findDisguised(const PlacedText &text);
[[nodiscard]] QList<ScanFinding> findEncoded(const PlacedText &text);
[[nodiscard]] QList<ScanFinding> findSecrets(const PlacedText &text);
/// Files with keys that the definition's name gives no reason for.
[[nodiscard]] QList<ScanFinding> findSensitivePlaces(const McpDefinition &definition, const QList<PlacedText> &texts);
/// Free texts with a telling name and no explanation.
[[nodiscard]] QList<ScanFinding> findSinks(const McpDefinition &definition);

/// Tools of different servers that pass for one another, and texts that give orders about another server's tool. Findings
/// have server, kind and name, too.
[[nodiscard]] QList<ScanFinding> findShadowing(const QList<McpListing> &listings);

} // namespace qd::scan

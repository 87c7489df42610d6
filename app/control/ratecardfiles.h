#pragma once

#include "cost/ratecard.h"
#include "result.h"

#include <QByteArray>
#include <QString>

namespace qd {

/// A rate card with where it came from.
struct LoadedRateCard {
    RateCard card;
    QString path;      ///< of the own card, whether it exists or not
    bool isOwn = false; ///< read from `path`; else the one that comes with the product
    QByteArray hash;   ///< of the file's bytes; empty when there is none
};

/// Where the operator's own card is: $QD_CONFIG_DIR/rates.json, else in the user's configuration folder.
QString ownRateCardPath();

/// The own card, if there is one, else the shipped one. An own card that cannot be read is an error and never replaced
/// silently. Errors: Invalid with file and place.
Result<LoadedRateCard> loadRateCard(const QString &path = ownRateCardPath());

/// A card in a file that was named: it must be there.
Result<LoadedRateCard> loadRateCardFile(const QString &path);

/// Writes the whole card atomically; the file before stays beside it as "rates.json.previous". Conflict when the file is
/// not the one that was read. Gives the hash of what was written.
Result<QByteArray> saveRateCard(const RateCard &card, const LoadedRateCard &read);

} // namespace qd

#pragma once

#include "result.h"
#include "slosettings.h"

#include <QByteArray>
#include <QString>

namespace qd {

/// Reads a file of at most 1 MiB. ErrorKind::Invalid with the system's reason when it cannot be read.
Result<QByteArray> readSmallFile(const QString &path);

/// The definitions and the dictionary in two files; an empty name means those that come with the product (the program
/// must link qd_resources_data and call initDataResources()). A bad file is ErrorKind::Invalid and says where.
Result<SloSettings> loadSloSettings(const QString &sloFile, const QString &dictionaryFile);

} // namespace qd

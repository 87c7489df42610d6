#include "ingestion/connectionstring.h"

namespace qd::lab {

QString connectionString(const LabIdentity &identity, const QString &endpoint)
{
    return QStringLiteral("InstrumentationKey=%1;IngestionEndpoint=%2/;LiveEndpoint=%2/;ApplicationId=%3")
        .arg(QString::fromStdString(identity.instrumentationKey), endpoint, QString::fromStdString(identity.appId));
}

} // namespace qd::lab

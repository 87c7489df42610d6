#pragma once

#include <QIODevice>

namespace qd {

/// A request body that can be read only once: QNetworkAccessManager then cannot silently send it a second time when
/// the server drops the connection, and fails instead.
class UploadBody final : public QIODevice
{
public:
    UploadBody(QByteArray bytes, QObject *parent);

    [[nodiscard]] bool isSequential() const override { return true; }
    bool seek(qint64) override { return false; } ///< refused without the warning of QIODevice
    bool reset() override { return false; }
    [[nodiscard]] bool atEnd() const override { return m_read >= m_bytes.size(); }
    [[nodiscard]] qint64 bytesAvailable() const override { return m_bytes.size() - m_read; }

protected:
    qint64 readData(char *data, qint64 maxSize) override;
    qint64 writeData(const char *, qint64) override { return -1; }

private:
    QByteArray m_bytes;
    qint64 m_read = 0;
};

} // namespace qd

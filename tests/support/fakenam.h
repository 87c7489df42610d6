#pragma once

#include "peer.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>

namespace qd::test {

/// A Peer without a socket: its managers hand out replies from the script. It must outlive them.
class FakeNam final : public Peer
{
public:
    [[nodiscard]] QUrl url() const override { return QUrl(QStringLiteral("https://fake.example")); }
    [[nodiscard]] std::function<std::unique_ptr<QNetworkAccessManager>()> managerFactory() override;

private:
    class Manager;
    friend class Manager;
};

/// A reply that plays one ScriptedReply through the event loop.
class FakeReply final : public QNetworkReply
{
    Q_OBJECT

public:
    FakeReply(ScriptedReply script, const QNetworkRequest &request, QNetworkAccessManager::Operation operation, QObject *parent);

    void abort() override;
    [[nodiscard]] bool isSequential() const override { return true; }
    [[nodiscard]] qint64 bytesAvailable() const override { return m_body.size() - m_read + QNetworkReply::bytesAvailable(); }

protected:
    qint64 readData(char *data, qint64 maxSize) override;

private:
    void play();
    void finishWith(NetworkError error);
    void setHeaders();

    ScriptedReply m_script;
    QByteArray m_body;
    qint64 m_read = 0;
};

} // namespace qd::test
